import type { AppRuntime } from '../app/app-runtime.ts';
import { ConfigError } from '../core/errors.ts';
import { createRequestHandler } from '../endpoint/handle-request.ts';
import { HttpHeaders } from '../endpoint/http-headers.ts';
import type { BodyReading, IncomingRequest } from '../endpoint/incoming-request.ts';
import { type EndpointOptions, inlineEndpoint } from '../endpoint/inline-endpoint.ts';

/**
 * Makes a handler for servers with the types of `fetch`, such as Hono, Next.js route handlers, Deno and Bun. It does what
 * `endpointHandler` does, for any number of concurrent requests. It starts to load the app's secrets at once.
 *
 * ```ts
 * export const POST = fetchHandler(app);
 * ```
 *
 * @returns A function that never rejects: a failure becomes a status.
 */
export function fetchHandler(app: AppRuntime, options: EndpointOptions = {}): (request: Request) => Promise<Response> {
  const handle = createRequestHandler(inlineEndpoint(app, options));
  void app.preload();
  return async (request) => {
    const { statusCode, headers, body } = await handle(readFetchRequest(request));
    return new Response(body, { status: statusCode, headers });
  };
}

function readFetchRequest(request: Request): IncomingRequest {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    headers: new HttpHeaders(Object.fromEntries(request.headers)),
    requestId: undefined,
    receivedAt: Date.now(),
    readBody: (maxBytes) => readBody(request, maxBytes),
  };
}

/** @throws ConfigError if something else has read the body, so that its bytes are lost. */
async function readBody({ body, bodyUsed }: Request, maxBytes: number): Promise<BodyReading> {
  if (bodyUsed) {
    throw new ConfigError(
      'The body of the request has been read before, so its signature cannot be verified. Pass fetchHandler the request before anything reads it, or a clone.',
    );
  }
  if (!body) return { ok: true, body: '' };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > maxBytes) return { ok: false, outcome: 'too_large' }; // leaving the loop cancels the stream
      chunks.push(chunk);
    }
  } catch {
    return { ok: false, outcome: 'request_aborted' };
  }
  return { ok: true, body: Buffer.concat(chunks) };
}
