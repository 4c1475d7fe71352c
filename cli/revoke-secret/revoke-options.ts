import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `revoke-secret --help`. */
export const HELP = `Usage: frameio-lambda revoke-secret [<name>] [options]

Stops accepting signing secrets. The endpoint accepts the current version of the stored secret, and the previous one for
24 hours. Without a name, the command ends these 24 hours: only the secrets in the current version still verify. With a name,
it also removes that secret from the current version.

After a leak, first replace the secret with rotate-secret, then run revoke-secret. Frame.io keeps signing with a secret until
its webhook or custom action is deleted, and the endpoint refuses those requests with 401.

  <name>             name of a signing secret, or id of its webhook or custom action
  --actions          revoke a signing secret of custom actions (default: of webhooks)
  --yes              do not ask
  --json             print the result as JSON
${STACK_HELP}
  --help             show this help

Running functions accept a revoked secret for up to five minutes more, because they keep it in memory.
Requires the permissions to read the stack (cloudformation:DescribeStacks, ListStackResources and GetTemplate), and
secretsmanager:GetSecretValue and PutSecretValue.
Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** A parsed command line of `revoke-secret`. */
export interface RevokeOptions {
  readonly stack: StackOptions;
  /** Signing secret to remove; `undefined` to end the overlap only. */
  readonly name: string | undefined;
  readonly ofActions: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Reads the arguments of `revoke-secret`. @throws UsageError that says what is wrong. */
export function readRevokeOptions(args: readonly string[]): RevokeOptions {
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      actions: { type: 'boolean', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  if (others.length > 0) throw new UsageError('Expected the name of one signing secret.');
  return { stack: readStackOptions(values), name, ofActions: values.actions, yes: values.yes, json: values.json };
}
