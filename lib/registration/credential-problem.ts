import { ForbiddenError, UnauthorizedError } from '../client/errors/status-errors.ts';
import { TokenExchangeError } from '../client/errors/token-exchange-error.ts';
import { SecretNotSetError } from '../core/errors.ts';

/**
 * Reports whether Frame.io cannot be called before somebody stores other credentials: the secret has no value, or Frame.io or
 * Adobe IMS refuses the credentials.
 */
export function isCredentialProblem(error: unknown): boolean {
  if (error instanceof TokenExchangeError)
    return error.status !== undefined && error.status < 500 && error.status !== 429;
  return error instanceof SecretNotSetError || error instanceof UnauthorizedError || error instanceof ForbiddenError;
}
