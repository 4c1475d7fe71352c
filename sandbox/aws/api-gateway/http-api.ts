import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRecord, recordOf } from '../../../lib/core/type-guards.ts';
import type { Listener } from '../../http/listen.ts';
import { readBody } from '../../http/read-body.ts';
import { Throttle, type ThrottleSettings } from './throttle.ts';

/** One route of an HTTP API. */
export interface HttpApiRoute {
  readonly method: string;
  readonly path: string;
  /** @default that of the API */
  readonly throttle?: ThrottleSettings;
  /** Rejects when the function fails. */
  readonly invoke: (event: unknown) => Promise<unknown>;
}

/** Options of a local API Gateway. */
export interface HttpApiOptions {
  readonly routes: readonly HttpApiRoute[];
  /** Throttle of each route that has none of its own. */
  readonly throttle: ThrottleSettings;
  /** Receives the error of a failed function. The client receives a bare 500. */
  readonly onFunctionError: (error: Error) => void;
  /**
   * Clock in milliseconds since 1970.
   * @default the machine's
   */
  readonly now?: () => number;
}

/** API Gateway guide, quotas of HTTP APIs: 10 MB. */
const MAX_BODY_BYTES = 10_485_760;

/**
 * An API Gateway HTTP API. It matches the route, throttles, and invokes the function with an event in payload format 2.0
 * (API Gateway guide, "Create AWS Lambda proxy integrations for HTTP APIs").
 */
export function httpApi({ routes, throttle, onFunctionError, now = Date.now }: HttpApiOptions): Listener {
  const buckets = new Map(routes.map((route) => [route, new Throttle(route.throttle ?? throttle, now)]));
  return async (request, response) => {
    const body = await readBody(request, MAX_BODY_BYTES);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const route = routes.find(({ method, path }) => method === request.method && path === url.pathname);
    if (!route) return sendError(response, 404, 'Not Found');
    if (!buckets.get(route)?.tryTake()) return sendError(response, 429, 'Too Many Requests');
    if (!body) return sendError(response, 413, 'Request Entity Too Large');
    const requestId = randomUUID();
    response.setHeader('apigw-requestid', requestId); // as API Gateway does
    try {
      sendResult(response, await route.invoke(createEvent(request, url, route, body, { requestId, time: now() })));
    } catch (error) {
      onFunctionError(error instanceof Error ? error : new Error(String(error)));
      sendError(response, 500, 'Internal Server Error');
    }
  };
}

function createEvent(
  request: IncomingMessage,
  url: URL,
  route: HttpApiRoute,
  body: Buffer,
  { requestId, time }: { readonly requestId: string; readonly time: number },
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
      requestId,
      routeKey: `${route.method} ${route.path}`,
      stage: '$default',
      time: new Date(time).toUTCString(),
      timeEpoch: time,
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

/** Whether the event carries a body of this type as text; otherwise it carries base64. */
function isText(contentType = ''): boolean {
  return /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/i.test(contentType);
}

/** Sends the function's result. In format 2.0, a result without a status code is the body of a 200 response. */
function sendResult(response: ServerResponse, result: unknown): void {
  if (!isRecord(result) || !('statusCode' in result)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    return;
  }
  const { statusCode, headers, body = '' } = result;
  response.writeHead(Number(statusCode), readHeaders(headers)).end(String(body));
}

function sendError(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}

function readHeaders(headers: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(headers)).map(([name, value]) => [name, String(value)]));
}
