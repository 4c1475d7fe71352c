import type { HttpHandler } from '@smithy/core/protocols';
import type {
  HeaderBag,
  HttpHandlerOptions,
  HttpRequest,
  RequestHandlerOutput,
  HttpResponse as SdkResponse,
} from '@smithy/types';
import type { Clock } from '../core/clock.ts';
import { HttpClient, type HttpResponse } from '../http/http-client.ts';
import { PendingCall } from './pending-call.ts';

/** Sends the requests of an AWS SDK client over kept-alive connections, one pool for each address. */
export class KeepAliveRequestHandler implements HttpHandler {
  readonly #clock: Clock;
  readonly #connections = new Map<string, HttpClient>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Sends one attempt of a call.
   *
   * @throws HttpRequestError when no complete response arrives. A response of any status is complete.
   */
  async handle(request: HttpRequest, call?: HttpHandlerOptions): Promise<RequestHandlerOutput<SdkResponse>> {
    if (!(call instanceof PendingCall)) throw new TypeError('Expected a call of AwsClient: use AwsClient.send.');
    const { method, path, headers, body } = request;
    const connections = this.#connectionsTo(request);
    const response = await call.attempt((terms) => connections.send({ method, path, headers, body, ...terms }));
    return { response: toSdkResponse(response) };
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

function toSdkResponse({ status, headers, text }: HttpResponse): SdkResponse {
  const single: HeaderBag = {};
  for (const [name, value] of Object.entries(headers)) single[name] = String(value);
  return { statusCode: status, headers: single, body: Buffer.from(text) };
}
