import type { IncomingMessage } from 'node:http';
import { readBody } from '../read-body.ts';

/** A request to the API, read whole. */
export interface ReceivedCall {
  readonly method: string;
  /** The name and port the caller knows this server by. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer | 'too_large';
}

/** Longest body that is kept. The longest comment has some 250 KB. */
const MAX_BODY_BYTES = 1_048_576;

/** @returns `undefined` when the caller hung up before the end. */
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
      body,
    };
  } catch {
    return undefined;
  }
}
