import type { AwsSessionOptions } from '../stack/aws-session.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';
import { findStack } from '../stack/find-stack.ts';
import { projectStack } from '../stack/project-stack.ts';
import type { StackOptions } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';
import { checkActions } from './checks/actions.ts';
import { checkClock } from './checks/clock.ts';
import { checkCredentials } from './checks/credentials.ts';
import { checkDeadLetters } from './checks/dead-letters.ts';
import { checkEndpoint } from './checks/endpoint.ts';
import { checkProfile } from './checks/profile.ts';
import { checkSecrets } from './checks/secrets.ts';
import { checkStack } from './checks/stack.ts';
import { checkThrottling } from './checks/throttling.ts';
import { checkToken } from './checks/token.ts';
import { checkWebhooks } from './checks/webhooks.ts';
import { commandOptions } from './command-options.ts';
import { splitMessage } from './describe-failure.ts';
import { DoctorContext } from './doctor-context.ts';
import { type CheckedFinding, type Finding, NotCheckedError } from './finding.ts';
import { type Check, type RunChecksOptions, runChecks } from './run-checks.ts';

/** The checks of a deployed app. Each runs by itself. */
const CHECKS = {
  secrets: checkSecrets,
  token: checkToken,
  profile: checkProfile,
  webhooks: checkWebhooks,
  actions: checkActions,
  endpoint: checkEndpoint,
  clock: checkClock,
  'dead letters': checkDeadLetters,
  throttling: checkThrottling,
} as const satisfies Record<string, (context: DoctorContext, signal: AbortSignal) => Promise<readonly Finding[]>>;

/** Finds a deployed app and checks it. Without the app, reports that nothing else could be checked. */
export async function examine(options: StackOptions, run: RunChecksOptions): Promise<readonly CheckedFinding[]> {
  const access = options.sandbox
    ? []
    : await runChecks([{ name: 'credentials', run: (signal) => checkCredentials(sessionOf(options), signal) }], run);
  const isRefused = access.some(({ status }) => status === 'problem');
  let stack: DeployedStack | undefined;
  const find: Check = {
    name: options.sandbox ? 'sandbox' : 'stack',
    run: async () => {
      if (isRefused) throw new NotCheckedError('needs AWS credentials');
      try {
        stack = await findStack(options);
      } catch (error) {
        return [describeMissing(error)];
      }
      return checkStack(stack);
    },
  };
  const found = await runChecks([find], run);
  const context = stack && new DoctorContext(stack, commandOptions(options));
  const checks = Object.entries(CHECKS).map(([name, check]): Check => {
    return {
      name,
      run: async (signal) => {
        if (!context) throw new NotCheckedError(`needs the ${find.name}`);
        return await check(context, signal);
      },
    };
  });
  return [...access, ...found, ...(await runChecks(checks, run))];
}

/** Returns the region and the profile with which `findStack` finds the stack. */
function sessionOf({ stack, profile, region }: StackOptions): AwsSessionOptions {
  return { profile, region: region ?? projectStack(process.cwd(), stack).region };
}

/** @throws UsageError unchanged, because the command line is wrong. */
function describeMissing(error: unknown): Finding {
  if (error instanceof UsageError) throw error;
  return { status: 'problem', ...splitMessage(error), meaning: 'The command cannot see the deployed app.' };
}
