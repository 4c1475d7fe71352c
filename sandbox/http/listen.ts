import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { escapeControlsInLines } from '../terminal/escape-controls.ts';

/** Responds to one request. An error that it throws ends only that request, with the status 500. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** An HTTP server of the sandbox. */
export interface LocalServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts a server on this machine.
 *
 * @param port - Preferred port. If it is busy, or 0, the system picks a free one.
 * @param host - Address to listen on. The default accepts connections from this machine only.
 */
export async function listen(listener: Listener, port = 0, host = '127.0.0.1'): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    if (!URL.canParse(request.url ?? '', 'http://localhost')) {
      return respond(response, 400, 'The URL of the request is malformed.');
    }
    try {
      await listener(request, response);
    } catch (error) {
      if (request.socket.destroyed) return; // the caller disconnected
      console.error(escapeControlsInLines(inspect(error)));
      if (response.headersSent) response.destroy();
      else respond(response, 500, `Internal error of the sandbox: ${String(error)}. Its terminal shows the stack.`);
    }
  });
  server.keepAliveTimeout = 0; // a debugger may pause a client for long
  const actualPort = await bind(server, port, host).catch((error: unknown) => {
    if (port !== 0 && isBusy(error)) return bind(server, 0, host);
    throw error;
  });
  return {
    url: `http://127.0.0.1:${actualPort}`,
    port: actualPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify({ error })}\n`);
}

function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new Error('The server listens on no port: its address is not an IP address.'));
      else resolve(address.port);
    });
  });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}
