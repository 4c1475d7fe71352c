import { UnauthorizedError } from '../../lib/client/errors/status-errors.ts';
import { type Finding, NotCheckedError } from './finding.ts';

/** Describes the error that ended a check. */
export function describeFailure(error: unknown): Finding {
  const status = 'not_checked';
  if (error instanceof NotCheckedError) {
    return { status, title: error.message, ...(error.fix !== undefined && { fix: error.fix }) };
  }
  if (error instanceof UnauthorizedError) return { status, title: 'Frame.io does not accept the token of the app' };
  if (error instanceof Error && error.name.startsWith('AccessDenied')) {
    const fix = 'Use credentials that may make this call: see the permissions in `doctor --help`.';
    return { status, title: error.message, fix };
  }
  return { status, ...splitMessage(error) };
}

/** Splits the message of an error into what was found and, after the first sentence, how to fix it. */
export function splitMessage(error: unknown): Pick<Finding, 'title' | 'fix'> {
  const message = error instanceof Error ? error.message : String(error);
  const [title = '', fix] = message.split(/(?<=\.) (.*)/s);
  return { title, ...(fix !== undefined && { fix }) };
}
