import { describeProfile, howToLogIn } from './aws-session.ts';
import type { AwsSession } from './deployed-stack.ts';

/** Codes of errors about credentials that AWS does not accept. */
const REFUSED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'AuthFailure',
]);

/** Describes why CloudFormation could not be read, with the fix. */
export function describeCloudFormationError(error: unknown, { region, profile }: AwsSession): string {
  const { name, message: text } = error instanceof Error ? error : new Error(String(error));
  const message = text.replace(/\.$/, '');
  if (REFUSED.has(name)) {
    return `AWS refuses the credentials of ${describeProfile(profile)}: ${message}. ${howToLogIn(profile)}`;
  }
  if (/^AccessDenied/.test(name)) {
    return `${message}. The command needs cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate for the stack. Allow them, or name another profile with --profile.`;
  }
  if (
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|TimeoutError)/.test(name) ||
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED/.test(message)
  ) {
    return `CloudFormation in ${region} cannot be reached (${message}). Check the network and the name of the region.`;
  }
  return `CloudFormation in ${region} responded with ${name}: ${message}.`;
}

/** Reports whether CloudFormation says that there is no such stack. */
export function isStackMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}
