import type { Listener } from '../../http/listen.ts';
import { readBody } from '../../http/read-body.ts';
import type { ApiListenerOptions } from '../api/api-listener.ts';
import { startCall } from '../api/call-details.ts';
import { authorize, exchange, type ImsResponse, revoke, showUser } from './ims-requests.ts';

/** Prefix of every path of Adobe IMS. */
export const IMS_PATH = '/ims/';

const MAX_BODY_BYTES = 65_536;

/** Serves the part of Adobe IMS that issues tokens for Frame.io: token, refresh, login, revocation, and the user of a token. */
export function imsListener({ state, onCall }: Pick<ApiListenerOptions, 'state' | 'onCall'>): Listener {
  const respond = (method: string, path: string, form: URLSearchParams, authorization?: string): ImsResponse => {
    if (method === 'POST' && path === '/ims/token/v3') return exchange(state, form);
    if (method === 'POST' && path === '/ims/revoke') return revoke(state, form, authorization);
    if (method === 'GET' && path === '/ims/authorize/v2') return authorize(state, form);
    if (method === 'GET' && path === '/ims/userinfo/v2') return showUser(state, authorization);
    return { status: 404 };
  };
  return async (request, response) => {
    const detailsOf = startCall(request);
    const { method = 'GET', url = '/', headers } = request;
    const [path = '/', query = ''] = url.split(/\?(.*)/s);
    const text = await readBody(request, MAX_BODY_BYTES).catch(() => undefined);
    const form = new URLSearchParams(method === 'POST' ? String(text ?? '') : query);
    const { status, body, location } = respond(method, path, form, headers.authorization);
    response.writeHead(status, {
      ...(body && { 'content-type': 'application/json' }),
      ...(location !== undefined && { location }),
    });
    response.end(body && JSON.stringify(body));
    onCall?.({ method, path, status }, detailsOf()); // without the response: it has a token
  };
}
