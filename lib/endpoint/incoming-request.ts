import type { RawBody } from '../signature/verify-signature.ts';
import type { HttpHeaders } from './http-headers.ts';

/** The exact bytes of a body, or why they are not available. */
export type BodyReading =
  | { readonly ok: true; readonly body: RawBody }
  | { readonly ok: false; readonly outcome: 'too_large' | 'request_aborted' };

/** An HTTP request, the same for every service and server that receives one. */
export interface IncomingRequest {
  readonly method: string;
  /** Path of the URL, without the query; `undefined` if the service does not pass it on. */
  readonly path: string | undefined;
  readonly headers: HttpHeaders;
  /** Id of the request in the logs of the service that received it; `undefined` if it has none. */
  readonly requestId: string | undefined;
  /** When the request was received, in ms since 1970. */
  readonly receivedAt: number;
  /** Reads the body. Call it once. A body of more than `maxBytes` is not read to its end. */
  readonly readBody: (maxBytes: number) => BodyReading | Promise<BodyReading>;
}
