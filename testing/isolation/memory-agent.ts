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
    return announcingConnection(client);
  }
}

/** A connection in memory is open from the start. Its users learn that from the event that a socket emits. */
function announcingConnection(connection: Duplex): Duplex {
  return connection.on('newListener', (event) => {
    if (event === 'connect' || event === 'secureConnect') void Promise.resolve().then(() => connection.emit(event));
  });
}
