import { type IncomingHttpHeaders, request } from 'node:http';
import { FrameioClient } from '../../../lib/client/client.ts';
import type { ApiCall, ApiListenerOptions } from '../../../sandbox/frameio/api/api-listener.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import type { FrameioStateOptions } from '../../../sandbox/frameio/state/frameio-database.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../../sandbox/http/listen.ts';

/** A response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A raw request. Without a body it is a GET. It has a valid token unless `headers` replace it. */
export interface RawRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Text and bytes are sent unchanged, anything else as JSON. */
  readonly body?: unknown;
}

export type RunningApi = Awaited<ReturnType<typeof startApi>>;

/** Options that a test can set. */
export type RunningApiOptions = Pick<ApiListenerOptions, 'fault' | 'mediaFault'> &
  Pick<FrameioStateOptions, 'maxPartBytes' | 'onEvent'>;

/** Frame.io on a free port, in a state whose clock stands until `clock.ms` is changed. */
export async function startApi({ fault, mediaFault, ...stateOptions }: RunningApiOptions = {}) {
  const clock = { ms: Date.parse('2026-11-23T10:00:00.123Z') };
  const state = new FrameioState({ now: () => new Date(clock.ms), ...stateOptions });
  const calls: ApiCall[] = [];
  const listener = frameioListener({
    state,
    now: () => clock.ms,
    onCall: (call) => calls.push(call),
    ...(fault && { fault }),
    ...(mediaFault && { mediaFault }),
  });
  const { url, port, close } = await listen(listener);

  const send = (path: string, { method, headers, body }: RawRequest = {}): Promise<RawResponse> =>
    new Promise((resolve, reject) => {
      const content = typeof body === 'string' || Buffer.isBuffer(body) ? body : (JSON.stringify(body) ?? '');
      const outgoing = request(
        `${url}${path}`,
        {
          method: method ?? (body === undefined ? 'GET' : 'POST'),
          agent: false,
          headers: {
            authorization: `Bearer ${state.token}`,
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(content)), // Node.js omits it from a DELETE
            }),
            ...headers,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: text === '' ? undefined : JSON.parse(text),
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(content);
    });

  return {
    clock,
    state,
    calls,
    send,
    close,
    url,
    port,
    client: new FrameioClient({ token: state.token, baseUrl: url }),
    pathOf: (fileId: string) => `/v4/accounts/${state.account.id}/files/${fileId}`,
    uploadPath: `/v4/accounts/${state.account.id}/folders/${state.project.root_folder_id}/files/local_upload`,
  };
}

/** Returns the body that Frame.io sends for one invalid field. */
export function fieldError(pointer: unknown, detail: unknown) {
  return { errors: [{ title: 'Invalid value', detail, source: { pointer } }] };
}
