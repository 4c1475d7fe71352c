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

/** Sends the requests of an AWS SDK client over kept-alive connections, one pool for each origin. */
export class KeepAliveRequestHandler implements HttpHandler {
  readonly #clock: Clock;
  readonly #clients = new Map<string, HttpClient>();

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
    const client = this.#clientFor(request);
    const response = await call.attempt((limits) => client.send({ method, path, headers, body, ...limits }));
    return { response: toSdkResponse(response) };
  }

  #clientFor({ protocol, hostname, port }: HttpRequest): HttpClient {
    const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
    const client = this.#clients.get(origin) ?? new HttpClient(new URL(origin), this.#clock);
    this.#clients.set(origin, client);
    return client;
  }

  /** Part of the SDK's interface. It has no options to change. */
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
