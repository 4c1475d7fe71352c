import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stub of a container engine. */
export interface EngineStub {
  /** Address for `DOCKER_HOST`. */
  readonly host: string;
  close(): Promise<void>;
}

/** Starts a stub that answers a ping and describes its bridge. */
export async function engineStub(bridge: object = { Gateway: '192.0.2.1' }): Promise<EngineStub> {
  const server = createServer(({ url }, response) => {
    const found = url === '/_ping' ? 'OK' : JSON.stringify({ IPAM: { Config: [bridge] } });
    response.writeHead(url === '/_ping' || url === '/networks/bridge' ? 200 : 404).end(found);
  });
  const path = join(mkdtempSync(join(tmpdir(), 'engine-')), 'engine.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
