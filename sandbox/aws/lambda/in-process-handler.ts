import type { HttpHandler } from '@smithy/core/protocols';
import type { HttpRequest, HttpResponse, RequestHandlerOutput } from '@smithy/types';

/** A service of the sandbox that is called within this process. */
export interface InProcessService {
  /** @throws ServiceRefusal */
  call(operation: string, input: object): Promise<object>;
}

/** Passes the requests of an AWS SDK client to a service of the sandbox, without a network on which they could fail. */
export class InProcessHandler implements HttpHandler {
  readonly #service: InProcessService;

  constructor(service: InProcessService) {
    this.#service = service;
  }

  async handle({ headers, body }: HttpRequest): Promise<RequestHandlerOutput<HttpResponse>> {
    const [, operation = ''] = String(headers['x-amz-target']).split('.');
    const output = await this.#service.call(operation, JSON.parse(new TextDecoder().decode(body)));
    return { response: { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(output)) } };
  }

  /** Part of the SDK's interface: nothing can be changed. */
  updateHttpClientConfig(): void {}

  /** Part of the SDK's interface. */
  httpHandlerConfigs(): object {
    return {};
  }
}
