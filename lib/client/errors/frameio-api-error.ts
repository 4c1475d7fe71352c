import type { ApiHeaders } from '../transport/api-promise.ts';
import { type ApiCall, ApiCallError } from './api-call-error.ts';

/** One entry of the `errors` array in a Frame.io error body (guide "Getting Started", Errors). */
export interface ApiErrorDetail {
  readonly detail: string;
  readonly title?: string;
  /** JSON pointer to the rejected field of the request body, such as `/data/text`. */
  readonly pointer?: string;
}

/** Frame.io's rate limit for an operation, read from the `x-ratelimit-*` headers of a response. */
export interface RateLimit {
  /** Requests allowed in one window. */
  readonly limit: number;
  /** Requests left in the current window. */
  readonly remaining: number;
  readonly windowMs: number;
}

/** A response with an error status. */
export interface ApiErrorResponse extends ApiCall {
  readonly status: number;
  readonly errors: readonly ApiErrorDetail[];
  readonly rateLimit?: RateLimit | undefined;
  /** Wait before the next call that the headers request, in milliseconds: 15 minutes at most. */
  readonly retryAfterMs?: number | undefined;
  /** Headers of the response, with names in lower case. */
  readonly headers?: ApiHeaders | undefined;
  /** Text to append to the error message. */
  readonly remark?: string | undefined;
}

/** Frame.io answered with an error status. Statuses with a meaning of their own have subclasses. */
export class FrameioApiError extends ApiCallError implements ApiErrorResponse {
  override readonly name: string = 'FrameioApiError';
  readonly code: string = 'api_error';
  readonly status: number;
  readonly errors: readonly ApiErrorDetail[];
  readonly rateLimit: RateLimit | undefined;
  /** Private, so that no log shows them. */
  readonly #headers: ApiHeaders;

  constructor(response: ApiErrorResponse) {
    const { status, errors, remark } = response;
    const reasons = [errors.map(formatDetail).join('; '), remark].filter(Boolean).join('. ');
    // Frame.io sends 503 before it starts the work. It may send any other 5xx later, and so may a gateway in between.
    const isOutcomeUnknown = status >= 500 && status !== 503;
    super({ ...response, isOutcomeUnknown }, `answered ${status}${reasons ? `: ${reasons}` : ''}`);
    this.status = status;
    this.errors = errors;
    this.rateLimit = response.rateLimit;
    this.#headers = response.headers ?? {};
  }

  /** The same as `status`, under the name of the official SDK. */
  get statusCode(): number {
    return this.status;
  }

  /** The errors in Frame.io's body, under the name of the official SDK. */
  get body(): { readonly errors: readonly ApiErrorDetail[] } {
    return { errors: this.errors };
  }

  /** Status and headers of the response, under the name of the official SDK. */
  get rawResponse(): { readonly status: number; readonly headers: Headers } {
    return { status: this.status, headers: new Headers(this.#headers) };
  }
}

function formatDetail({ title, detail, pointer }: ApiErrorDetail): string {
  return `${title ? `${title}: ` : ''}${detail}${pointer ? ` (${pointer})` : ''}`;
}
