import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener } from '../listen.ts';
import { readBody } from '../read-body.ts';
import { Throttle, type ThrottleSettings } from './throttle.ts';

/** One route of an HTTP API. */
export interface HttpApiRoute {
  readonly method: string;
  readonly path: string;
  /** Rejects when the function fails. */
  readonly invoke: (event: unknown) => Promise<unknown>;
}

/** What a local API Gateway is made of. */
export interface HttpApiOptions {
  readonly routes: readonly HttpApiRoute[];
  readonly throttle: ThrottleSettings;
  /** Told why the function failed; the caller is told 500 and no more. */
  readonly onFunctionError: (error: Error) => void;
  /**
   * Clock in ms since 1970.
   * @default the machine's
   */
  readonly now?: () => number;
}

/** API Gateway guide, quotas of HTTP APIs: 10 MB. */
const MAX_BODY_BYTES = 10_485_760;

/**
 * An API Gateway HTTP API: matches the route, throttles, and hands the function an event of payload format 2.0
 * (API Gateway guide, "Create AWS Lambda proxy integrations for HTTP APIs").
 */
export function httpApi({ routes, throttle, onFunctionError, now = Date.now }: HttpApiOptions): Listener {
  const bucket = new Throttle(throttle, now);
  return async (request, response) => {
    const body = await readBody(request, MAX_BODY_BYTES);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const route = routes.find(({ method, path }) => method === request.method && path === url.pathname);
    if (!route) return tell(response, 404, 'Not Found');
    if (!bucket.admit()) return tell(response, 429, 'Too Many Requests');
    if (!body) return tell(response, 413, 'Request Entity Too Large');
    try {
      passOn(response, await route.invoke(payload(request, url, route, body, now())));
    } catch (error) {
      onFunctionError(error instanceof Error ? error : new Error(String(error)));
      tell(response, 500, 'Internal Server Error');
    }
  };
}

function payload(
  request: IncomingMessage,
  url: URL,
  route: HttpApiRoute,
  body: Buffer,
  now: number,
): Record<string, unknown> {
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]);
  const isBase64Encoded = body.length > 0 && !isText(request.headers['content-type']);
  return {
    version: '2.0',
    routeKey: `${route.method} ${route.path}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(headers),
    requestContext: {
      accountId: '000000000000',
      apiId: 'sandbox',
      domainName: request.headers.host,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress,
        userAgent: request.headers['user-agent'],
      },
      requestId: randomUUID(),
      routeKey: `${route.method} ${route.path}`,
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

/** Bodies of these types are passed on as text; all others in base64. */
function isText(contentType = ''): boolean {
  return /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/i.test(contentType);
}

/** A result without a status code is a 200 whose body is the result, as format 2.0 has it. */
function passOn(response: ServerResponse, result: unknown): void {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    return;
  }
  const { statusCode, headers, body } = { headers: {}, body: '', ...result };
  response.writeHead(Number(statusCode), { ...headers }).end(String(body));
}

function tell(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}
