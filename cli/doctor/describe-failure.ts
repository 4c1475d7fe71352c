import { AwsServiceError } from '../../lib/aws/aws-errors.ts';
import { UnauthorizedError } from '../../lib/client/errors/status-errors.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { type Finding, NotCheckedError } from './finding.ts';

const DENIED = /^(AccessDenied|UnauthorizedOperation|AuthorizationError)/;

/** Describes the error that ended a check. */
export function describeFailure(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotCheckedError) return notChecked(message, error.fix);
  if (error instanceof UnauthorizedError) return notChecked('Frame.io does not accept the token of the app');
  const awsCode = error instanceof AwsServiceError ? error.awsCode : recordOf(error).name;
  if (typeof awsCode === 'string' && DENIED.test(awsCode)) {
    return notChecked(message, 'Use credentials that may make this call: see the permissions in `doctor --help`.');
  }
  return notChecked(message);
}

function notChecked(title: string, fix?: string): Finding {
  return { status: 'not_checked', title, ...(fix !== undefined && { fix }) };
}

/** Splits the message of an error into what was found and, after the first sentence, how to fix it. */
export function splitMessage(error: unknown): Pick<Finding, 'title' | 'fix'> {
  const message = error instanceof Error ? error.message : String(error);
  const [title = '', fix] = message.split(/(?<=\.) (.*)/s);
  return { title, ...(fix !== undefined && { fix }) };
}
