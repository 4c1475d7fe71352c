import { ServerResponse } from 'node:http';
import { type Listener, type LocalServer, listen } from '../sandbox/http/listen.ts';
import type { CrashPoint } from './crash-plan.ts';

/** The services that a function calls. */
export interface ServiceListeners {
  readonly secretsManager: Listener;
  readonly sqs: Listener;
  readonly dynamoDb: Listener;
  readonly frameio: Listener;
}

/** One server for all services. Every process has its own, so that the simulation knows which process makes a call. */
export class ServiceProxy {
  readonly #server: LocalServer;

  private constructor(server: LocalServer) {
    this.#server = server;
  }

  /**
   * @param onCall - Called for each call. Returns when the caller crashes, if it crashes at this call.
   * @param crash - Ends the caller's process.
   */
  static async start(
    services: ServiceListeners,
    onCall: () => CrashPoint | undefined,
    crash: () => Promise<void>,
  ): Promise<ServiceProxy> {
    const server = await listen(async (request, response) => {
      const listener = listenerFor(services, String(request.headers['x-amz-target'] ?? ''));
      const crashPoint = onCall();
      if (crashPoint === undefined) return await listener(request, response);
      if (crashPoint === 'after_processing') await listener(request, new ServerResponse(request)); // discards the response
      await crash();
    });
    return new ServiceProxy(server);
  }

  get url(): string {
    return this.#server.url;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }
}

function listenerFor({ secretsManager, sqs, dynamoDb, frameio }: ServiceListeners, target: string): Listener {
  if (target.startsWith('secretsmanager')) return secretsManager;
  if (target.startsWith('AmazonSQS')) return sqs;
  return target.startsWith('DynamoDB') ? dynamoDb : frameio;
}
