import { ForbiddenError, NotFoundError } from '../client/errors/status-errors.ts';

/** Returns whether a resource is deleted, or closed to the user of the token. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof NotFoundError || error instanceof ForbiddenError;
}
