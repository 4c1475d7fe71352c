import { ServerResponse } from 'node:http';
import { type Listener, type LocalServer, listen } from '../sandbox/http/listen.ts';

/** Everything a function calls. */
export interface Services {
  readonly secretsManager: Listener;
  readonly sqs: Listener;
  readonly dynamoDb: Listener;
  readonly frameio: Listener;
}

/** When a process dies that has called: before its call is looked at, or when it is done and not yet answered. */
export type Death = 'before' | 'when_done';

/** All the services at one address, which tells who calls: every process has an edge of its own. */
export class Edge {
  readonly #server: LocalServer;

  private constructor(server: LocalServer) {
    this.#server = server;
  }

  /**
   * @param onCall - Told of each call; with a death, the caller is to die of it.
   * @param die - Ends the caller.
   */
  static async open(services: Services, onCall: () => Death | undefined, die: () => Promise<void>): Promise<Edge> {
    const server = await listen(async (request, response) => {
      const listener = listenerFor(services, String(request.headers['x-amz-target'] ?? ''));
      const death = onCall();
      if (death === undefined) return await listener(request, response);
      if (death === 'when_done') await listener(request, new ServerResponse(request)); // an answer that goes nowhere
      await die();
    });
    return new Edge(server);
  }

  get url(): string {
    return this.#server.url;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }
}

function listenerFor({ secretsManager, sqs, dynamoDb, frameio }: Services, target: string): Listener {
  if (target.startsWith('secretsmanager')) return secretsManager;
  if (target.startsWith('AmazonSQS')) return sqs;
  return target.startsWith('DynamoDB') ? dynamoDb : frameio;
}
