import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A response, or none because of an error. */
export type PostResult = { readonly durationMs: number } & (
  | {
      readonly status: number;
      readonly body: string;
      /** Id that API Gateway gave the request. */
      readonly requestId?: string;
    }
  | { readonly status: undefined; readonly error: string }
);

/** A signed request to send. */
export interface SignedPost {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default a new connection for each request */
  readonly agent?: Agent | undefined;
  /** Ends the request. The result has the message of its reason. */
  readonly signal?: AbortSignal;
  /**
   * Longest time until the end of the response, by the machine's clock.
   * @default none
   */
  readonly timeoutMs?: number;
}

/** Sends a signed request as Frame.io does. Never rejects. */
export function sendSignedPost({ url, body, headers, agent, signal, timeoutMs }: SignedPost): Promise<PostResult> {
  const start = performance.now();
  const durationMs = () => Math.round(performance.now() - start);
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      const { message } = signal?.reason instanceof Error ? signal.reason : error;
      resolve({ durationMs: durationMs(), status: undefined, error: message });
    };
    const receive = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const requestId = response.headers['apigw-requestid'];
        resolve({
          durationMs: durationMs(),
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          ...(typeof requestId === 'string' && { requestId }),
        });
      });
    };
    if (signal?.aborted) return fail(new Error('the request was ended'));
    let post: ClientRequest;
    try {
      const send = url.startsWith('https:') ? httpsRequest : httpRequest;
      post = send(url, { method: 'POST', headers, agent }, receive);
    } catch {
      return fail(new Error(`${url} is not a URL. Start it with http:// or https://.`));
    }
    signal?.addEventListener('abort', () => post.destroy(signal.reason), { once: true });
    if (timeoutMs !== undefined) {
      const timeout = setTimeout(() => post.destroy(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
      post.on('close', () => clearTimeout(timeout));
    }
    post.on('error', fail);
    post.end(body);
  });
}
