import type { FunctionRole } from '../../cdk/function-metadata.ts';
import { parseOptions } from '../parse-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `npm run sam:invoke -- --help`. */
export const HELP = `Usage: npm run sam:invoke -- [event] [--function <name>] [--forged] [-- <options of SAM>]

Synthesizes the stack and invokes one of its functions once with \`sam local invoke\`, in the container image that Lambda
uses. The function calls the sandbox's Frame.io and AWS services. Needs the AWS SAM CLI and Docker or Finch, but no Frame.io
or AWS account.

  event               event file, from the folder events/ (default events/file-ready.json). The command signs it first
  --function <name>   endpoint (default) or worker. The worker receives the event in a message from the sandbox's queue
  --forged            signs the event with another secret. The endpoint must refuse it: it responds 401
  -- <options>        further options of \`sam local invoke\`, such as --debug or --skip-pull-image

Exit codes: 0 if the function succeeded, 1 if it or the command failed, 2 for a wrong command line, 130 after Ctrl+C. If
SAM fails, its own.`;

/** The functions that the command invokes. */
const INVOKED_ROLES = ['endpoint', 'worker'] as const satisfies readonly FunctionRole[];

/** What to invoke, and with what. */
export interface SamInvokeOptions {
  /** Path of the event file. */
  readonly eventPath: string;
  readonly role: FunctionRole;
  /** Whether the delivery to the endpoint has a signature that no secret of the app makes. */
  readonly isForged: boolean;
  /** Options that SAM receives unchanged. */
  readonly samOptions: readonly string[];
}

/** Reads the arguments of the command. @throws UsageError if they are wrong. */
export function readSamOptions(args: readonly string[]): SamInvokeOptions {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values, positionals } = parseOptions({
    args: args.slice(0, end),
    options: {
      function: { type: 'string', default: 'endpoint' },
      forged: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const role = INVOKED_ROLES.find((known) => known === values.function);
  if (!role) throw new UsageError(`Expected --function ${INVOKED_ROLES.join(' or ')}, found ${values.function}.`);
  if (values.forged && role !== 'endpoint')
    throw new UsageError('Expected --forged with the endpoint: the worker receives only what the endpoint accepted.');
  const [eventPath = 'events/file-ready.json', ...others] = positionals;
  if (others.length > 0) throw new UsageError(`Expected one event file, found ${positionals.join(', ')}.`);
  return { eventPath, role, isForged: values.forged, samOptions: args.slice(end + 1) };
}
