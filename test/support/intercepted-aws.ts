import { createHash } from 'node:crypto';
import type { HttpHandler } from '@smithy/core/protocols';
import type { HttpHandlerOptions, HttpRequest, HttpResponse, RequestHandlerOutput } from '@smithy/types';
import type { AwsClientOptions } from '../../lib/aws/aws-client.ts';
import { KeepAliveRequestHandler } from '../../lib/aws/keep-alive-request-handler.ts';
import { systemClock } from '../../lib/core/clock.ts';

type Output = RequestHandlerOutput<HttpResponse>;

/** One attempt of a call to AWS, before it leaves the process. */
export interface InterceptedCall {
  /** Name of the operation, such as `SendMessage`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Sends the request over the network. */
  readonly forward: () => Promise<Output>;
}

/** Responds to a call or forwards it. If it throws, the attempt fails with that error. */
export type Interceptor = (call: InterceptedCall) => Promise<Output>;

/** Request handler that passes each attempt to the interceptor. */
class InterceptingHandler implements HttpHandler {
  readonly #connections = new KeepAliveRequestHandler(systemClock);
  readonly #intercept: Interceptor;

  constructor(intercept: Interceptor) {
    this.#intercept = intercept;
  }

  async handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<Output> {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const forward = () => this.#connections.handle(request, options);
    return await this.#intercept({ operation, input: JSON.parse(new TextDecoder().decode(request.body)), forward });
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}

/** Returns the options of a client whose calls are intercepted. */
export function intercepted(intercept: Interceptor, endpoint = 'http://127.0.0.1:9'): AwsClientOptions {
  return {
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: new InterceptingHandler(intercept),
  };
}

/** Returns a response with this body and the checksums that SQS adds. */
export function answered({ input }: Pick<InterceptedCall, 'input'>, body: object = {}): Output {
  const sent = typeof input.MessageBody === 'string' && { MD5OfMessageBody: md5(input.MessageBody) };
  const messages = 'Messages' in body && Array.isArray(body.Messages) && { Messages: body.Messages.map(withChecksum) };
  return {
    response: { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify({ ...sent, ...body, ...messages })) },
  };
}

function withChecksum(message: { readonly Body?: string }): object {
  return { ...message, MD5OfBody: md5(message.Body ?? '') };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
