import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers one request. What it throws ends that request, and nothing else. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server of the sandbox. */
export interface LocalServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `listener` on this machine.
 *
 * @param port - The port wished for. A busy one makes the system pick another; 0 always does.
 * @param host - The interface; the default lets nobody in from outside.
 */
export async function listen(listener: Listener, port = 0, host = '127.0.0.1'): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    try {
      await listener(request, response);
    } catch {
      // A caller that hung up, or a request that cannot be read.
      if (response.headersSent) response.destroy();
      else response.writeHead(400).end();
    }
  });
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

function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The server has no port.'));
      else resolve(address.port);
    });
  });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}
