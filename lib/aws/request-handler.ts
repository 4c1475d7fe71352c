import type { HttpHandler } from '@smithy/core/protocols';
import type { HeaderBag, HttpHandlerOptions, HttpRequest, HttpResponse, RequestHandlerOutput } from '@smithy/types';
import type { Clock } from '../core/clock.ts';
import { HttpClient, type HttpResponse } from '../http/http-client.ts';
import { PendingCall } from './pending-call.ts';

/** Sends the requests of an AWS SDK client over kept-alive connections, one pool for each address. */
export class ConnectionsHandler implements HttpHandler {
  readonly #clock: Clock;
  readonly #connections = new Map<string, HttpClient>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Sends one attempt of a call.
   *
   * @throws HttpRequestError when there is no whole answer; an answer of any status is one.
   */
  async handle(request: HttpRequest, call?: HttpHandlerOptions): Promise<RequestHandlerOutput<HttpResponse>> {
    if (!(call instanceof PendingCall)) throw new TypeError('Expected a call of AwsClient: use AwsClient.send.');
    const { method, path, headers, body } = request;
    const connections = this.#connectionsTo(request);
    const answer = await call.attempt((terms) => connections.exchange({ method, path, headers, body, ...terms }));
    return { response: responseOf(answer) };
  }

  #connectionsTo({ protocol, hostname, port }: HttpRequest): HttpClient {
    const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
    const connections = this.#connections.get(origin) ?? new HttpClient(new URL(origin), this.#clock);
    this.#connections.set(origin, connections);
    return connections;
  }

  /** Part of the SDK's interface: nothing can be changed. */
  updateHttpClientConfig(): void {}

  /** Part of the SDK's interface. */
  httpHandlerConfigs(): object {
    return {};
  }
}

function responseOf({ status, headers, text }: HttpResponse): HttpResponse {
  const single: HeaderBag = {};
  for (const [name, value] of Object.entries(headers)) single[name] = String(value);
  return { statusCode: status, headers: single, body: Buffer.from(text) };
}
