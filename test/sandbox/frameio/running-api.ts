import { type IncomingHttpHeaders, request } from 'node:http';
import { FrameioClient } from '../../../lib/index.ts';
import type { AnsweredCall, ApiListenerOptions } from '../../../sandbox/frameio/api-server.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import { World, type WorldOptions } from '../../../sandbox/frameio/world.ts';
import { listen } from '../../../sandbox/listen.ts';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A request made by hand; without a body it is a GET, with the world's token unless `headers` say otherwise. */
export interface RawRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Sent as it is when it is text or bytes, else as JSON. */
  readonly body?: unknown;
}

export type RunningApi = Awaited<ReturnType<typeof startApi>>;

/** What a test can have otherwise. */
export type RunningApiOptions = Pick<ApiListenerOptions, 'fault'> & Pick<WorldOptions, 'maxPartBytes' | 'onFileEvent'>;

/** Frame.io on a free port, in a world whose clock stands until `clock.ms` is changed. */
export async function startApi({ fault, ...worldOptions }: RunningApiOptions = {}) {
  const clock = { ms: Date.parse('2026-11-23T10:00:00.123Z') };
  const world = new World({ now: () => new Date(clock.ms), ...worldOptions });
  const calls: AnsweredCall[] = [];
  const listener = frameioListener({
    world,
    now: () => clock.ms,
    onCall: (call) => calls.push(call),
    ...(fault && { fault }),
  });
  const { url, port, close } = await listen(listener);

  const send = (path: string, { method, headers, body }: RawRequest = {}): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
      const outgoing = request(
        `${url}${path}`,
        {
          method: method ?? (body === undefined ? 'GET' : 'POST'),
          agent: false,
          headers: {
            authorization: `Bearer ${world.token}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
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
      outgoing.end(isRaw ? body : JSON.stringify(body));
    });

  return {
    clock,
    world,
    calls,
    send,
    close,
    url,
    port,
    client: new FrameioClient({ token: world.token, baseUrl: url }),
    pathOf: (fileId: string) => `/v4/accounts/${world.account.id}/files/${fileId}`,
    uploadPath: `/v4/accounts/${world.account.id}/folders/${world.project.root_folder_id}/files/local_upload`,
  };
}

/** The body Frame.io sends for one field at fault. */
export function fieldError(pointer: unknown, detail: unknown) {
  return { errors: [{ title: 'Invalid value', detail, source: { pointer } }] };
}
