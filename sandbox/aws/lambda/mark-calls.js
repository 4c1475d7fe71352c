/**
 * Runs in the process of an execution environment: marks the function's calls to the local Frame.io with the handler that
 * makes them, so that the sandbox can show them with their delivery. `sandbox/frameio/api/caller.ts` reads the marks.
 */
import { subscribe } from 'node:diagnostics_channel';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { currentHandler } from './follow-handlers.js';

/** Header with the handler as encoded JSON. It is empty for a call that no handler makes, such as one for a token. */
const CALLER_HEADER = 'x-frameio-sandbox-caller';

/**
 * Marks the calls to these servers, by `node:http` and by `fetch`.
 *
 * @param {readonly (string | undefined)[]} urls
 */
export function markCalls(urls) {
  const origins = new Set(urls.flatMap((url) => (url !== undefined && URL.canParse(url) ? [new URL(url).origin] : [])));
  const { request: send } = http;
  /** @type {(...args: any) => http.ClientRequest} */
  const sendMarked = (...args) => {
    const request = Reflect.apply(send, http, args);
    const isMarked = origins.has(`${request.protocol}//${request.getHeader('host')}`) && !request.headersSent;
    if (isMarked) request.setHeader(CALLER_HEADER, describeCaller());
    return request;
  };
  Object.assign(http, { request: sendMarked });
  syncBuiltinESMExports();
  subscribe('undici:request:create', (message) => {
    const { request } = /** @type {{ request: { origin: unknown, addHeader(name: string, value: string): void } }} */ (
      message
    );
    if (origins.has(String(request.origin))) request.addHeader(CALLER_HEADER, describeCaller());
  });
}

function describeCaller() {
  const handler = currentHandler();
  return handler ? encodeURIComponent(JSON.stringify(handler)) : '';
}
