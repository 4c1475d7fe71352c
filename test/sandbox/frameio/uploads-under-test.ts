import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach } from '@jest/globals';
import type { FrameioEvent } from '../../../sandbox/frameio/state/frameio-event.ts';
import { type RunningApi, type RunningApiOptions, startApi } from './running-api.ts';

/** A file of three parts, where parts have at most four bytes. */
export const NAME = 'Take 2.mov';
export const BYTES = Buffer.from('0123456789');
export const PUT_HEADERS = { 'x-amz-acl': 'private', 'content-type': 'video/quicktime' };

interface Part {
  readonly size: number;
  readonly url: string;
}

/** Starts Frame.io for each test, with parts of at most four bytes, and returns the steps of an upload. */
export function uploadsUnderTest() {
  const events: FrameioEvent[] = [];
  let api: RunningApi;

  async function restart(options: RunningApiOptions = {}) {
    await api?.close();
    events.length = 0;
    api = await startApi({ maxPartBytes: 4, onEvent: (event) => events.push(event), ...options });
  }
  beforeEach(() => restart());
  afterEach(() => api.close());

  const create = (data: Record<string, unknown>) => api.send(api.uploadPath, { body: { data } });

  return {
    get api() {
      return api;
    },
    /** The file events so far, in order. */
    events,
    restart,
    create,
    startUpload: async (name = NAME, size = BYTES.length) => {
      const { data } = Object((await create({ name, file_size: size })).body);
      const parts: readonly Part[] = data.upload_urls;
      return { id: String(data.id), parts, first: parts[0] ?? { size: 0, url: '' } };
    },
    statusOf: async (id: string) => Object((await api.send(`${api.pathOf(id)}/status`)).body).data,
  };
}

/** PUTs bytes. Leaves out headers with the value `undefined`. */
export async function put(
  url: string,
  bytes: Buffer,
  headers: Record<string, string | undefined> = {},
  method = 'PUT',
) {
  const wanted: OutgoingHttpHeaders = { ...PUT_HEADERS, 'content-length': String(bytes.length), ...headers };
  const sent = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const outgoing = request(url, { method, agent: false, headers: sent });
  outgoing.end(bytes);
  const [response] = await once(outgoing, 'response');
  const body = String(await buffer(response));
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    etag: response.headers.etag,
    code: /<Error><Code>(.*)<\/Code><Message>.+<\/Message><\/Error>$/.exec(body)?.[1],
    body,
  };
}

/** Cuts a file's bytes into its parts. */
export function cut(parts: readonly Part[], bytes: Buffer): readonly Buffer[] {
  let end = 0;
  return parts.map(({ size }) => {
    end += size;
    return bytes.subarray(end - size, end);
  });
}

/** PUTs every part of a file. */
export async function putAll(parts: readonly Part[], bytes = BYTES) {
  const pieces = cut(parts, bytes);
  return await Promise.all(parts.map(({ url }, index) => put(url, pieces[index] ?? Buffer.alloc(0))));
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
