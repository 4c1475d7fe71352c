import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorResponse } from '../../sandbox/frameio/api/api-response.ts';
import type { Listener } from '../../sandbox/http/listen.ts';

/**
 * A fault of a call to Frame.io. `hang`, `reset`, `half_body` and `html` do not process the call. Those that end in
 * `_after_processing` process it and send no response. A number is the status of an error response of Frame.io, `status` of
 * one without a body. A call that is held is processed when the promise resolves.
 */
export type ApiFault =
  | number
  | 'hang'
  | 'reset'
  | 'half_body'
  | 'html'
  | 'hang_after_processing'
  | 'reset_after_processing'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly heldUntil: Promise<unknown> };

interface ApiRequest {
  readonly method: string;
  readonly path: string;
}

/** One fault for every call, or a function that picks the fault of each call. */
export type ApiFaultOption = ApiFault | ((call: ApiRequest) => ApiFault | undefined) | undefined;

/** Passes calls to `api`, except those with a fault. */
export function faulty(api: Listener, fault: () => ApiFaultOption): Listener {
  return async (request, response) => {
    const found = faultOf(fault(), request);
    if (typeof found === 'string') return simulate(found, api, request, response);
    if (typeof found === 'number') {
      response.writeHead(found, { 'content-type': 'application/json' }).end(JSON.stringify(errorResponse(found).body));
      return;
    }
    if (typeof found === 'object' && 'status' in found) {
      response.writeHead(found.status, { ...found.headers }).end();
      return;
    }
    if (typeof found === 'object') await found.heldUntil;
    return api(request, response);
  };
}

function faultOf(option: ApiFaultOption, { method = '', url = '' }: IncomingMessage): ApiFault | undefined {
  const [path = ''] = url.split('?');
  return typeof option === 'function' ? option({ method, path }) : option;
}

function simulate(
  fault: Extract<ApiFault, string>,
  api: Listener,
  request: IncomingMessage,
  response: ServerResponse,
): void | Promise<void> {
  switch (fault) {
    case 'hang':
      return;
    case 'reset':
      return cut(response);
    case 'half_body':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data":{"id":"', () => response.destroy());
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Be right back</html>');
      return;
    case 'hang_after_processing':
      return api(
        request,
        mute(response, () => undefined),
      );
    case 'reset_after_processing':
      return api(
        request,
        mute(response, () => cut(response)),
      );
  }
}

/** Returns a response that sends nothing. */
function mute(response: ServerResponse, onEnd: () => void): ServerResponse {
  const end = () => {
    onEnd();
    return response;
  };
  return Object.assign(response, { writeHead: () => response, end });
}

function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
