import { closestNames } from '../closest-names.ts';
import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { readWorkspaceOptions, WORKSPACE_OPTIONS, type WorkspaceOptions } from '../stack/workspace-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `webhooks --help`. */
export const HELP = `Usage: frameio-lambda webhooks list | show <id> | delete <id> [options]

Shows the webhooks of the Frame.io accounts that the stored credentials can see, and which of them send to the deployed app.
It never shows a signing secret: Frame.io returns it only when the webhook is created.

  list               list the webhooks of all workspaces, or of those that the options name
  show <id>          show one webhook
  delete <id>        delete a webhook, and its signing secret if it is stored; asks first

  --account <id>     Frame.io account (default: every account that the credentials can see)
  --workspace <id>   workspace; repeat it for several (default: every workspace)
  --yes              delete without a question
  --json             print the result as JSON
${STACK_HELP}
  --help             show this help

The command logs in with the credentials that set-token stored.
Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

const SUBCOMMANDS = ['list', 'show', 'delete'] as const;

/** A parsed command line of `webhooks`. */
export interface WebhooksOptions {
  readonly command: { readonly name: 'list' } | { readonly name: 'show' | 'delete'; readonly id: string };
  readonly stack: StackOptions;
  readonly workspaces: WorkspaceOptions;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Reads the arguments of `webhooks`. @throws UsageError that says what is wrong. */
export function readWebhooksOptions(args: readonly string[]): WebhooksOptions {
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      ...WORKSPACE_OPTIONS,
      yes: { type: 'boolean', short: 'y', default: false },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  return {
    command: readCommand(positionals),
    stack: readStackOptions(values),
    workspaces: readWorkspaceOptions(values),
    yes: values.yes,
    json: values.json,
  };
}

function readCommand([word, id, ...others]: readonly string[]): WebhooksOptions['command'] {
  const name = SUBCOMMANDS.find((known) => known === word);
  if (!name) {
    const [closest] = word === undefined ? [] : closestNames(word, SUBCOMMANDS);
    throw new UsageError(
      closest
        ? `Unknown webhooks command "${word}". Did you mean ${closest}?`
        : 'Expected a webhooks command: list, show or delete.',
    );
  }
  if (name === 'list') {
    if (id !== undefined) throw new UsageError('list takes no id. To see one webhook, use show.');
    return { name };
  }
  if (id === undefined || others.length > 0) throw new UsageError(`${name} requires the id of one webhook.`);
  return { name, id };
}
