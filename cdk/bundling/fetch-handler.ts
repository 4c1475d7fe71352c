// In place of the AWS SDK's HTTP handlers, which load `node:http2` and undici. The framework's clients have a handler of
// their own. Other clients get the SDK's handler over `fetch`, which loads undici at their first request.
export {
  FetchHttpHandler as NodeHttpHandler,
  FetchHttpHandler as NodeHttp2Handler,
  streamCollector,
} from '@smithy/fetch-http-handler';

/** Part of the interface: no limit. */
export const DEFAULT_REQUEST_TIMEOUT = 0;
