import { FrameioLambdaError } from '../../core/errors.ts';

/** What is known about a failed token exchange. */
export interface TokenExchangeFailure {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryAfterMs: number;
}

/** Adobe IMS returned no access token for the server-to-server credentials. */
export class TokenExchangeError extends FrameioLambdaError implements TokenExchangeFailure {
  override readonly name = 'TokenExchangeError';
  readonly code = 'token_exchange_failed';
  /** Status of the response. `undefined` if there was no response. */
  readonly status: number | undefined;
  /** Error code of Adobe IMS, such as `invalid_client`. */
  readonly reason: string | undefined;
  /** Time until the client sends the next request to Adobe IMS, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(message: string, { status, reason, retryAfterMs }: TokenExchangeFailure, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}
