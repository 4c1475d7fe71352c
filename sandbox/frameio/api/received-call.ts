import type { IncomingMessage } from 'node:http';
import { readBody } from '../../http/read-body.ts';

/** A request to the API with its whole body. */
export interface ReceivedCall {
  readonly method: string;
  /** Host and port of this server, as the caller addresses them. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly contentType: string | undefined;
  /** Whether the caller chose the experimental API by the header `api-version`. */
  readonly isExperimental: boolean;
  readonly body: Buffer | 'too_large';
}

/** Maximum body size. The longest valid comment has about 250 KB. */
const MAX_BODY_BYTES = 1_048_576;

/** @returns `undefined` when the caller disconnected before the end of the body. */
export async function receiveCall(request: IncomingMessage): Promise<ReceivedCall | undefined> {
  const { method = 'GET', url = '/', headers } = request;
  try {
    const body = (await readBody(request, MAX_BODY_BYTES)) ?? 'too_large';
    const [path = '/', query = ''] = url.split(/\?(.*)/s);
    return {
      method,
      host: headers.host ?? 'localhost',
      path,
      query: new URLSearchParams(query),
      token: /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
      contentType: headers['content-type'],
      isExperimental: headers['api-version'] === 'experimental',
      body,
    };
  } catch {
    return undefined;
  }
}
