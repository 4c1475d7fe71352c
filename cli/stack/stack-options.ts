import { DEFAULT_STATE_FOLDER } from '../../sandbox/persistence/queue-addresses.ts';
import { UsageError } from '../usage-error.ts';

/** The options of a command that name a deployed app, for `parseOptions`. */
export const STACK_OPTIONS = {
  stack: { type: 'string' },
  webhook: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  sandbox: { type: 'string' },
  state: { type: 'string' },
} as const;

/** Help for these options. */
export const STACK_HELP = `  --stack <name>     stack in CloudFormation (default: the one of this project's last synthesis, otherwise FrameioLambda)
  --webhook <path>   construct path of the FrameioWebhook, if the stack has several
  --profile <name>   profile of the AWS configuration (default: AWS_PROFILE, otherwise the default profile)
  --region <name>    AWS region (default: the region of the stack in the project, AWS_REGION, or that of the profile)
  --sandbox [url]    use a sandbox instead of AWS: the one at this address, or the one that \`npm start\` runs in this folder
  --state <dir>      state folder of the sandbox, if it was started with --state (default ${DEFAULT_STATE_FOLDER})`;

/** Names a deployed app: a stack on AWS, or a running sandbox. */
export interface StackOptions {
  readonly stack?: string | undefined;
  readonly webhook?: string | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** Address of a sandbox; `local` for the one of this folder. */
  readonly sandbox?: string | undefined;
  readonly state?: string | undefined;
}

/** Returns these options of a parsed command line. @throws UsageError for options that exclude each other. */
export function readStackOptions(values: StackOptions): StackOptions {
  const { stack, webhook, profile, region, sandbox, state } = values;
  if (sandbox !== undefined && (stack ?? profile ?? region) !== undefined) {
    throw new UsageError('--stack, --profile and --region are options for AWS: leave them out with --sandbox.');
  }
  if (sandbox === undefined && state !== undefined) throw new UsageError('--state requires --sandbox.');
  return { stack, webhook, profile, region, sandbox, state };
}
