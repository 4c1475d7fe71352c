import { Agent, createServer, type Server } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import type { Listener } from '../../sandbox/http/listen.ts';

/** Connects every request to a listener, through memory in place of a network. */
export class MemoryAgent extends Agent {
  readonly #server: Server;

  constructor(listener: Listener) {
    super({ keepAlive: false });
    this.#server = createServer(async (request, response) => {
      try {
        await listener(request, response);
      } catch {
        response.destroy(); // the caller disconnected
      }
    });
  }

  override createConnection(): Duplex {
    const [client, server] = duplexPair();
    const reset = () => client.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    this.#server.emit('connection', Object.assign(server, { resetAndDestroy: reset }));
    process.nextTick(() => client.emit('connect'));
    return client;
  }
}
