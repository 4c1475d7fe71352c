import { parseDuration } from '../parse-duration.ts';
import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { readWorkspaceOptions, WORKSPACE_OPTIONS, type WorkspaceOptions } from '../stack/workspace-options.ts';

/** Output of `rotate-secret --help`. */
export const HELP = `Usage: frameio-lambda rotate-secret [options]

Replaces the signing secret of the app's webhook in each workspace. Frame.io never changes the secret of a webhook, so the
command creates a webhook, stores its secret beside the old one, waits until every function knows it, lets the new webhook
take over, waits until Frame.io no longer retries deliveries of the old webhook, and deletes the old one. No delivery is
refused in between. It takes about eleven minutes. If it is interrupted, run it again: it continues. No signing secret is
ever shown.

After a leak, run revoke-secret next: until then, the old secret verifies for up to 24 hours more.

  --account <id>     Frame.io account (default: where the app is registered)
  --workspace <id>   workspace; repeat it for several (default: where the app is registered)
  --wait <duration>  length of each of the two waits (default 310s). With less than 5m, deliveries may be refused
  --yes              do not ask
  --json             print the new webhooks as JSON
${STACK_HELP}
  --help             show this help

The command logs in with the credentials that set-token stored. Their user must be allowed to manage webhooks.
Requires the permissions to read the stack (cloudformation:DescribeStacks, ListStackResources and GetTemplate), and
secretsmanager:GetSecretValue and PutSecretValue.
Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** A parsed command line of `rotate-secret`. */
export interface RotateOptions {
  readonly stack: StackOptions;
  readonly workspaces: WorkspaceOptions;
  /** Length of each wait in ms; `undefined` for the default. */
  readonly waitMs: number | undefined;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Reads the arguments of `rotate-secret`. @throws UsageError that says what is wrong. */
export function readRotateOptions(args: readonly string[]): RotateOptions {
  const { values } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      ...WORKSPACE_OPTIONS,
      wait: { type: 'string' },
      yes: { type: 'boolean', short: 'y', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    stack: readStackOptions(values),
    workspaces: readWorkspaceOptions(values),
    waitMs: values.wait === undefined ? undefined : parseDuration(values.wait),
    yes: values.yes,
    json: values.json,
  };
}
