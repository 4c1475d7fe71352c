import { FrameioClient } from '../../../../lib/client/client.ts';
import { Page } from '../../../../lib/client/transport/page.ts';
import { json, type SeenRequest, scriptedServer } from '../../../support/scripted-server.ts';
import { type DocumentedOperation, isList } from './documented-operations.ts';
import type { ExampleRequest } from './example-request.ts';

/** The requests of one call and its result. For a list, the requests include one for the second page. */
export interface Conversation {
  readonly sent: readonly Sent[];
  readonly received: unknown;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A response with JSON, or without a body. */
export interface ExampleResponse {
  readonly status: number;
  readonly body?: unknown;
}

const CURSOR = 'g3QA+/==';

const HEADERS_OF_CALL = { 'x-call': 'options are the last argument' };

/** Returns the requests and the result that the document describes. */
export function documentedConversation(
  operation: DocumentedOperation,
  { ids, query, headers, body }: ExampleRequest,
  response: ExampleResponse,
): Conversation {
  const sent = (parameters: Readonly<Record<string, unknown>>): Sent => ({
    method: operation.httpMethod,
    path: operation.ids.reduce((path, name, index) => path.replace(`{${name}}`, encoded(ids[index])), operation.path),
    query: Object.entries(parameters).flatMap(onTheWire).sort(),
    headers: { ...HEADERS_OF_CALL, ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    body,
  });
  if (!isList(operation)) return { sent: [sent(query)], received: response.body };
  const page = { links: { next: null }, total_count: undefined, ...Object(response.body) };
  return { sent: page.links.next ? [sent(query), sent({ ...query, after: CURSOR })] : [sent(query)], received: page };
}

/** Returns a page with a link to the next one. The links in the document's examples have no cursor. */
export function withNextPage(body: unknown): unknown {
  const { links, ...page } = Object(body);
  return links ? { ...page, links: { next: `/v4/next?after=${encodeURIComponent(CURSOR)}` } } : body;
}

/** Calls the client against a server that always sends the same response. */
export async function haveConversation(
  { resource, method }: DocumentedOperation,
  { ids, query, body }: ExampleRequest,
  { status, body: responseBody }: ExampleResponse,
): Promise<Conversation> {
  const server = await scriptedServer((response) =>
    responseBody === undefined ? response.writeHead(status).end() : json(response, status, responseBody),
  );
  try {
    const client = new FrameioClient({ token: 'the-token', baseUrl: server.url });
    const request = { ...query, ...Object(body) };
    const received = await callByName(client, `${resource}.${method}`, [
      ...ids,
      ...(Object.keys(request).length > 0 ? [request] : []),
      { headers: HEADERS_OF_CALL },
    ]);
    if (received instanceof Page) await received.nextPage();
    return {
      sent: server.seen.map(readRequest),
      received: received instanceof Page ? { ...received } : (received ?? undefined), // null stands for an empty body
    };
  } finally {
    await server.close();
  }
}

/** Calls a method of the client by its name. */
async function callByName(client: FrameioClient, name: string, args: readonly unknown[]): Promise<unknown> {
  const [resource = '', method = ''] = name.split('.');
  const owner: unknown = Reflect.get(client, resource);
  const called: unknown = typeof owner === 'object' && owner !== null ? Reflect.get(owner, method) : undefined;
  if (typeof called !== 'function') throw new Error(`The client has no ${name}.`);
  return await Reflect.apply(called, owner, args);
}

function readRequest({ method, url, headers, body }: SeenRequest): Sent {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const relevant = Object.keys(headers).filter((name) => /^(x-|content-type|api-)/.test(name));
  return {
    method,
    path: pathname,
    query: [...searchParams].sort(),
    headers: Object.fromEntries(relevant.map((name) => [name, headers[name]])),
    body: body === '' ? undefined : JSON.parse(body),
  };
}

/** Percent-encodes an id of an example request without the code under test. */
function encoded(id = ''): string {
  const letters: Readonly<Record<string, string>> = { ':': '%3A', '|': '%7C', '?': '%3F', '#': '%23', '/': '%2F' };
  return [...id].map((letter) => letters[letter] ?? letter).join('');
}

function onTheWire([name, value]: readonly [string, unknown]): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return [[name, value.join(',')]];
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).map(([key, inner]) => [`${name}[${key}]`, String(inner)]);
}
