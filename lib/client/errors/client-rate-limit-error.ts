import { FrameioLambdaError } from '../../core/errors.ts';

/** The client's own `rateLimit` would allow the call only after its timeout. The call was not sent. */
export class ClientRateLimitError extends FrameioLambdaError {
  override readonly name = 'ClientRateLimitError';
  readonly code = 'client_rate_limited';
  /** When the rate limit would have allowed the call, in milliseconds from now. */
  readonly retryAfterMs: number;

  constructor(operation: string, retryAfterMs: number) {
    super(
      `${operation} was not sent: the client's rateLimit allows it in ${retryAfterMs} ms, after the call's timeout. ` +
        'Try again after that time, or raise rateLimit or timeoutMs.',
    );
    this.retryAfterMs = retryAfterMs;
  }
}
