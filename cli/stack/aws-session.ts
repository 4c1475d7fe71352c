import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { AwsSession } from './deployed-stack.ts';

/** Where to find region and credentials. */
export interface AwsSessionOptions {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

const ignore = () => undefined;

/** The SDK would print a warning if both a profile and keys in the environment are set. The profile wins. */
const SILENT_LOGGER = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Finds region and credentials as the AWS CLI does: in the environment, in the profile, or through single sign-on.
 *
 * @throws Error that says how to set what is missing.
 */
export async function openAwsSession(options: AwsSessionOptions): Promise<AwsSession> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const profile = options.profile ?? (process.env.AWS_PROFILE || undefined);
  const { config } = new CloudFormationClient({
    logger: SILENT_LOGGER,
    ...(profile !== undefined && { profile }),
    ...(options.region !== undefined && { region: options.region }),
  });
  const region = await config.region().catch((cause: unknown) => {
    const message = `No AWS region is set for ${describeProfile(profile)}. Set AWS_REGION, or a region with \`aws configure\`.`;
    throw new Error(message, { cause });
  });
  const credentials = await config.credentials().catch((cause: unknown) => {
    const reason = cause instanceof Error ? ` (${cause.message.replace(/\.$/, '')})` : '';
    throw new Error(`No AWS credentials were found for ${describeProfile(profile)}${reason}. ${howToLogIn(profile)}`, {
      cause,
    });
  });
  return { region, credentials, profile };
}

/** Names a profile for people. */
export function describeProfile(profile: string | undefined): string {
  return profile === undefined ? 'the default profile' : `the profile ${profile}`;
}

/** Says how to get valid credentials. */
export function howToLogIn(profile: string | undefined): string {
  const option = profile === undefined ? '' : ` --profile ${profile}`;
  return `Log in with \`aws sso login${option}\`, set up keys with \`aws configure${option}\`, or name a profile with --profile.`;
}
