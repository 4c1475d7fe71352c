import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorResponse } from '../../sandbox/frameio/api/api-response.ts';
import type { Listener } from '../../sandbox/http/listen.ts';

/**
 * What goes wrong with a call to Frame.io. `hang`, `reset`, `half_body` and `html` do nothing of what is asked; those with
 * `when_done` do it, and then give no answer. A number is a status in Frame.io's own words, `status` one in nobody's. A
 * call that is held goes through when the promise resolves.
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

/** A call to Frame.io, as it arrives. */
interface ApiRequest {
  readonly method: string;
  readonly path: string;
}

/** The fault of every call, or of each call as it comes. */
export type ApiFaultOption = ApiFault | ((call: ApiRequest) => ApiFault | undefined) | undefined;

/** Plays the faults; a call without one is up to `api`. */
export function faulty(api: Listener, fault: () => ApiFaultOption): Listener {
  return async (request, response) => {
    const played = faultOf(fault(), request);
    if (typeof played === 'string') return play(played, api, request, response);
    if (typeof played === 'number') {
      response
        .writeHead(played, { 'content-type': 'application/json' })
        .end(JSON.stringify(errorResponse(played).body));
      return;
    }
    if (typeof played === 'object' && 'status' in played) {
      response.writeHead(played.status, { ...played.headers }).end();
      return;
    }
    if (typeof played === 'object') await played.heldUntil;
    return api(request, response);
  };
}

function faultOf(option: ApiFaultOption, { method = '', url = '' }: IncomingMessage): ApiFault | undefined {
  const [path = ''] = url.split('?');
  return typeof option === 'function' ? option({ method, path }) : option;
}

function play(
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

/** A response whose head and body go nowhere. */
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
