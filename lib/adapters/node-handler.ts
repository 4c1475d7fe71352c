import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppRuntime } from '../app/app-runtime.ts';
import { ConfigError } from '../core/errors.ts';
import { createRequestHandler } from '../endpoint/handle-request.ts';
import { HttpHeaders } from '../endpoint/http-headers.ts';
import type { EndpointResponse } from '../endpoint/http-response.ts';
import type { BodyReading, IncomingRequest } from '../endpoint/incoming-request.ts';
import { type EndpointOptions, inlineEndpoint } from '../endpoint/inline-endpoint.ts';

/**
 * Makes a request handler for `node:http`, Express, a container, or Lambda behind the Lambda Web Adapter. It does what
 * `endpointHandler` does, for any number of concurrent requests. It starts to load the app's secrets at once.
 *
 * ```ts
 * createServer(nodeHandler(app)).listen(8080);
 * // Express: before express.json(), because the signature covers the raw body
 * server.post('/frameio', nodeHandler(app));
 * ```
 */
export function nodeHandler(
  app: AppRuntime,
  options: EndpointOptions = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const handle = createRequestHandler(inlineEndpoint(app, options));
  void app.preload();
  return (request, response) => {
    void handle(readNodeRequest(request)).then((result) => send(result, request, response));
  };
}

function readNodeRequest(request: IncomingMessage): IncomingRequest {
  return {
    method: request.method ?? 'GET',
    path: pathOf(request),
    headers: new HttpHeaders(request.headers),
    requestId: undefined,
    receivedAt: Date.now(),
    readBody: (maxBytes) => readBody(request, maxBytes),
  };
}

/** Returns the whole path. Express removes the path of a mount from `url`, and keeps the whole one in `originalUrl`. */
function pathOf(request: IncomingMessage): string {
  const original = 'originalUrl' in request ? request.originalUrl : undefined;
  const target = typeof original === 'string' ? original : (request.url ?? '');
  return target.split('?', 1)[0] ?? '';
}

/** @throws ConfigError if something else has read the body, so that its bytes are lost. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyReading> {
  if (request.readableDidRead) {
    throw new ConfigError(
      'Another middleware has read the body of the request, so its signature cannot be verified. Mount nodeHandler before express.json() and other body parsers.',
    );
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    const end = (reading: BodyReading) => {
      request.off('data', onData).pause();
      resolve(reading);
    };
    const onData = (chunk: Buffer | string) => {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > maxBytes) end({ ok: false, outcome: 'too_large' });
      else chunks.push(buffer);
    };
    request
      .on('data', onData)
      .once('end', () => end({ ok: true, body: Buffer.concat(chunks) }))
      .once('error', () => end({ ok: false, outcome: 'request_aborted' }))
      .once('close', () => end({ ok: false, outcome: 'request_aborted' }));
  });
}

function send(
  { statusCode, headers, body }: EndpointResponse,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (response.headersSent || response.destroyed) return; // the client left, or a middleware has answered
  if (!request.complete) response.setHeader('connection', 'close'); // the rest of the body is not read
  response.writeHead(statusCode, headers).end(body);
}
