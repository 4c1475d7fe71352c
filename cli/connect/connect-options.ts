import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { readWorkspaceOptions, WORKSPACE_OPTIONS, type WorkspaceOptions } from '../stack/workspace-options.ts';

/** Output of `connect --help`. */
export const HELP = `Usage: frameio-lambda connect [options]

Registers the deployed app with a Frame.io account: one webhook for the events of its handlers in each workspace, and each of
its custom actions. Shows the difference between the app and the account, asks, and applies it. Stores each signing secret in
AWS Secrets Manager, and never shows it. If a run was interrupted, run it again: it continues.

Run it after the first deployment, and after each deployment that changed the events or the custom actions. If the stack has the
prop registration, the deployment does the same, and connect finishes what it could not do.

  --account <id>     Frame.io account (default: that of the prop registration, of the earlier run, or the only one)
  --workspace <id>   workspace; repeat it for several (default: as for --account)
  --yes              do not ask
  --dry-run          show the difference, and change nothing
  --json             print the result as JSON; requires --yes or --dry-run
${STACK_HELP}
  --help             show this help

The command logs in with the credentials that set-token stored. Their user must be allowed to manage webhooks.
Requires the permissions to read the stack (cloudformation:DescribeStacks, ListStackResources and GetTemplate), and
secretsmanager:GetSecretValue and PutSecretValue.
Exit codes: 0 if the account matches the app, 1 if it does not or the command failed, 2 for a wrong command line.`;

/** A parsed command line of `connect`. */
export interface ConnectOptions {
  readonly stack: StackOptions;
  readonly workspaces: WorkspaceOptions;
  readonly yes: boolean;
  readonly isDryRun: boolean;
  readonly json: boolean;
}

/** Reads the arguments of `connect`. @throws UsageError that says what is wrong. */
export function readConnectOptions(args: readonly string[]): ConnectOptions {
  const { values } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      ...WORKSPACE_OPTIONS,
      yes: { type: 'boolean', short: 'y', default: false },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { yes, 'dry-run': isDryRun, json } = values;
  return { stack: readStackOptions(values), workspaces: readWorkspaceOptions(values), yes, isDryRun, json };
}
