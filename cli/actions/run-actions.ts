import type { Action } from '../../lib/client/resources/custom-actions.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import { formatLine } from '../../sandbox/terminal/lines.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { findStack } from '../stack/find-stack.ts';
import { openFrameioOf } from '../stack/frameio-session.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS } from '../stack/stack-options.ts';
import { listVisibleWorkspaces } from '../stack/visible-workspaces.ts';
import { readWorkspaceOptions, WORKSPACE_OPTIONS } from '../stack/workspace-options.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: frameio-lambda actions list [options]

Lists the custom actions of the Frame.io accounts that the stored credentials can see, and which of them send to the deployed
app. To register those of the app, use connect.

  --account <id>     Frame.io account (default: every account that the credentials can see)
  --workspace <id>   workspace; repeat it for several (default: every workspace)
  --json             print the result as JSON
${STACK_HELP}
  --help             show this help

The command logs in with the credentials that set-token stored.
Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** Runs `actions` with these arguments and returns the exit code. */
export async function runActions(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      ...WORKSPACE_OPTIONS,
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (positionals.join(' ') !== 'list') throw new UsageError('Expected an actions command: list.');
  const workspaces = readWorkspaceOptions(values);
  const stack = await findStack(readStackOptions(values));
  const { client } = await openFrameioOf(stack);
  const found = [];
  for (const { accountId, id } of await listVisibleWorkspaces(client, workspaces)) {
    for await (const action of client.customActions.actionsIndex(accountId, id)) {
      if (action.deleted_at === null) found.push(describeAction(action, accountId, stack.actionsUrl));
    }
  }
  if (values.json) printJson(found);
  else if (found.length === 0) console.log('There are no custom actions. Register those of the app with connect.');
  else console.log(found.map((action) => formatAction(action, stack.title)).join('\n\n'));
  return 0;
}

function describeAction(action: Action, accountId: string, appUrl: string | undefined) {
  const { id, name, description, event, url, active: isActive, workspace_id: workspaceId } = action;
  return { id, name, description, event, url, isActive, accountId, workspaceId, isOfApp: url === appUrl };
}

function formatAction(action: ReturnType<typeof describeAction>, title: string): string {
  const { id, name, description, event, url, isActive, accountId, workspaceId, isOfApp } = action;
  return [
    `${id}${isActive ? '' : '  disabled in Frame.io'}`,
    formatLine('name', escapeControls(`${name}: ${description}`)),
    formatLine('key', escapeControls(event)),
    formatLine('url', escapeControls(url)),
    formatLine('account', accountId),
    formatLine('workspace', workspaceId),
    ...(isOfApp ? [formatLine('app', title)] : []),
  ].join('\n');
}
