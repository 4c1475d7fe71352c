// Replaces the AWS SDK's HTTP handlers, which load `node:http2` and undici. The framework's clients have their own
// handler. Other clients use the SDK's handler over `fetch`, which loads undici at the first request.

import { FetchHttpHandler } from '@smithy/fetch-http-handler';

export { streamCollector } from '@smithy/fetch-http-handler';

type Handle = FetchHttpHandler['handle'];

/** A handler, or options for one. */
type HandlerOrOptions = Parameters<typeof FetchHttpHandler.create>[0];

/** Headers that `fetch` sets itself and refuses to accept. */
const HEADERS_SET_BY_FETCH = ['connection', 'expect', 'keep-alive', 'transfer-encoding'];

/** The SDK's handler over `fetch`, under the name of the handler it replaces. */
export class NodeHttpHandler extends FetchHttpHandler {
  static override create(given?: HandlerOrOptions) {
    return isHandler(given) ? given : new NodeHttpHandler(given);
  }

  override handle(request: Parameters<Handle>[0], options?: Parameters<Handle>[1]): ReturnType<Handle> {
    for (const name of Object.keys(request.headers)) {
      if (HEADERS_SET_BY_FETCH.includes(name.toLowerCase())) delete request.headers[name];
    }
    return super.handle(request, options);
  }
}

export { NodeHttpHandler as NodeHttp2Handler };

function isHandler(given: HandlerOrOptions): given is Extract<HandlerOrOptions, { handle: unknown }> {
  return given !== undefined && 'handle' in given && typeof given.handle === 'function';
}

/** Part of the replaced module's interface: no timeout. */
export const DEFAULT_REQUEST_TIMEOUT = 0;
