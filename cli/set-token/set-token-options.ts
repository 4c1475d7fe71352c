import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `set-token --help`. */
export const HELP = `Usage: frameio-lambda set-token [options]

Stores the credentials with which the handlers call the Frame.io API, in the secret of the stack in AWS Secrets Manager. First
asks Frame.io who the user of the credentials is. Credentials that Frame.io refuses are not stored.

In a terminal, the command asks for the credentials, and does not show what you type. Otherwise it reads them from standard
input: a token, or {"client_id": "...", "client_secret": "..."}. They are never an argument, which a shell would remember.

  frameio-lambda set-token < token.txt
  frameio-lambda set-token --client-id 0123abcd < client-secret.txt

  --client-id <id>   client id of server-to-server credentials; the command then reads the client secret only
  --no-check         store the credentials without a call to Frame.io
  --json             print the result as JSON
${STACK_HELP}
  --help             show this help

Running functions use the new credentials within five minutes, or after the first 401.
Requires the permissions to read the stack (cloudformation:DescribeStacks, ListStackResources and GetTemplate), and
secretsmanager:PutSecretValue.
Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** A parsed command line of `set-token`. */
export interface SetTokenOptions {
  readonly stack: StackOptions;
  readonly clientId: string | undefined;
  /** Whether Frame.io must accept the credentials. */
  readonly isChecked: boolean;
  readonly json: boolean;
}

/** Reads the arguments of `set-token`. @throws UsageError that repeats no argument, because it may be a secret. */
export function readSetTokenOptions(args: readonly string[]): SetTokenOptions {
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      'client-id': { type: 'string' },
      'no-check': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (positionals.length > 0) {
    throw new UsageError(
      'set-token takes no argument: a shell remembers it, and other users see it. Pass the credentials on standard input. If the argument was a secret, revoke it.',
    );
  }
  return {
    stack: readStackOptions(values),
    clientId: values['client-id'],
    isChecked: !values['no-check'],
    json: values.json,
  };
}
