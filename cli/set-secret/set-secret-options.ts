import { safeName } from '../../lib/secrets/read-signing-secrets.ts';
import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `set-secret --help`. */
export const HELP = `Usage: frameio-lambda set-secret [<name>] [options]

Stores the signing secret of a webhook or a custom action that you created in Frame.io yourself. Frame.io shows it once. If
connect created the webhook or the action, you do not need this command: connect has stored the secret.

In a terminal, the command asks for the secret, and does not show what you type. Otherwise it reads standard input: a signing
secret, the webhook or action as the Frame.io API returned it, or a JSON object of names and signing secrets. A secret is never
an argument, because a shell would remember it. The command never prints a secret.

  frameio-lambda set-secret < signing-secret.txt
  frameio-lambda set-secret publish --actions < signing-secret.txt

  <name>             name of the signing secret (default: unnamed). <account id>/<webhook id>, or <account id>/<action id>,
                     tells connect and doctor what it belongs to
  --actions          store a signing secret of custom actions (default: of webhooks)
  --json             print the names as JSON
${STACK_HELP}
  --help             show this help

The other stored signing secrets stay. A secret that the command replaces verifies for 24 hours more: revoke-secret ends that.
The endpoint uses a new secret within 30 seconds.
Requires the permissions to read the stack (cloudformation:DescribeStacks, ListStackResources and GetTemplate), and
secretsmanager:GetSecretValue and PutSecretValue.
Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** A parsed command line of `set-secret`. */
export interface SetSecretOptions {
  readonly stack: StackOptions;
  /** Name of the signing secret, if the user gave one. */
  readonly name: string | undefined;
  readonly ofActions: boolean;
  readonly json: boolean;
}

/** Reads the arguments of `set-secret`. @throws UsageError that repeats no argument, because it may be a secret. */
export function readSetSecretOptions(args: readonly string[]): SetSecretOptions {
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      actions: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  if (others.length > 0 || name === '')
    throw new UsageError('Expected one name for the signing secret, or no name. Quote a name that contains spaces.');
  if (name !== undefined && safeName(name) !== name) {
    throw new UsageError(
      'The name looks like a secret, and a shell remembers arguments. Pass the secret on standard input. If it was a secret, replace it in Frame.io. If it was a name, choose one of words and short numbers.',
    );
  }
  return { stack: readStackOptions(values), name, ofActions: values.actions, json: values.json };
}
