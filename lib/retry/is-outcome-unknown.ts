import { ApiCallError } from '../client/errors/api-call-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import { PermanentError } from '../core/errors.ts';
import { classifyError } from './classify-error.ts';

/**
 * Returns whether a request of the failed handler may still take effect, because it received no response, or one that
 * does not rule this out. An error that says nothing about this counts as unknown.
 */
export function isOutcomeUnknown(thrown: unknown): boolean {
  const error = asApiError(thrown);
  if (error instanceof ApiCallError) return error.isOutcomeUnknown;
  return !(error instanceof PermanentError) && classifyError(error) === 'failure';
}
