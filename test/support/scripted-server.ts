import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Number of its connection, counted from 1. */
  readonly connection: number;
}

/** A server on the loopback interface that responds as the test defines, and records its requests. */
export interface ScriptedServer extends LocalServer {
  readonly seen: SeenRequest[];
}

/** Starts a server. Calls `respond` for each request, with the number of the request, counted from 1. */
export async function scriptedServer(
  respond: (response: ServerResponse, number: number, request: SeenRequest) => void,
): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const connections = new Map<unknown, number>();
  const server = await listen(async (request, response) => {
    const body = String((await readBody(request, 1_000_000)) ?? '');
    const connection = connections.get(request.socket) ?? connections.size + 1;
    connections.set(request.socket, connection);
    const { method = '', url = '', headers } = request;
    const seenRequest = { method, url, headers, body, connection };
    seen.push(seenRequest);
    respond(response, seen.length, seenRequest);
  });
  return { ...server, seen };
}

/** Sends a JSON response. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
