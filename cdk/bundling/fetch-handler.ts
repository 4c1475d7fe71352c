// In place of the AWS SDK's HTTP handlers, which load `node:http2` and undici. The framework's clients have a handler of
// their own. Other clients get the SDK's handler over `fetch`, which loads undici at their first request.

import { FetchHttpHandler } from '@smithy/fetch-http-handler';

export { streamCollector } from '@smithy/fetch-http-handler';

type Handle = FetchHttpHandler['handle'];

/** A handler, or options for one. */
type Given = Parameters<typeof FetchHttpHandler.create>[0];

/** Headers for Node's own HTTP client, which `fetch` sets itself and refuses to be given. */
const NOT_FOR_FETCH = ['connection', 'expect', 'keep-alive', 'transfer-encoding'];

/** The SDK's handler over `fetch`, under the name of the one it stands for. */
export class NodeHttpHandler extends FetchHttpHandler {
  static override create(given?: Given) {
    return isHandler(given) ? given : new NodeHttpHandler(given);
  }

  override handle(request: Parameters<Handle>[0], options?: Parameters<Handle>[1]): ReturnType<Handle> {
    for (const name of Object.keys(request.headers)) {
      if (NOT_FOR_FETCH.includes(name.toLowerCase())) delete request.headers[name];
    }
    return super.handle(request, options);
  }
}

export { NodeHttpHandler as NodeHttp2Handler };

function isHandler(given: Given): given is Extract<Given, { handle: unknown }> {
  return given !== undefined && 'handle' in given && typeof given.handle === 'function';
}

/** Part of the interface: no limit. */
export const DEFAULT_REQUEST_TIMEOUT = 0;
