import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Storage, type StorageOptions } from '../../../../lib/client/upload/storage.ts';
import { type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

type Responder = Parameters<typeof scriptedServer>[0];

const OPTIONS = { mediaType: 'video/quicktime', timeoutMs: 10_000, maxRetries: 3 };

let server: ScriptedServer;
afterEach(() => server.close());

/** Starts the storage. Returns a function that sends a part to it, and the clock of its waits. */
async function startStorage(respond: Responder) {
  server = await scriptedServer(respond);
  const clock = testClock();
  const storage = new Storage(clock);
  const put = ({ url = server.url, ...options }: { url?: string } & Partial<StorageOptions> = {}) => {
    const uploadUrl = { size: 4, url: `${url}/bucket/part%201?X-Amz-Signature=a%2Bb` };
    const part = { number: 1, uploadUrl, read: async () => Buffer.from('0123') };
    return storage.put(part, { ...OPTIONS, abortSignal: new AbortController().signal, ...options });
  };
  return { clock, put };
}

const s3Error = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
const accept: Responder = (response) => response.writeHead(200).end();

/** Responds to the first request only. */
const once =
  (first: Responder): Responder =>
  (response, number, request) =>
    (number === 1 ? first : accept)(response, number, request);

describe('the storage receives a part', () => {
  it('at its whole signed URL, with the headers that the signature covers', async () => {
    const { put } = await startStorage(accept);
    await put();
    expect(server.seen).toMatchObject([
      {
        method: 'PUT',
        url: '/bucket/part%201?X-Amz-Signature=a%2Bb',
        headers: { 'content-type': 'video/quicktime', 'x-amz-acl': 'private', 'content-length': '4' },
        body: '0123',
      },
    ]);
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('at the origin of its URL, also after a part with another origin', async () => {
    const { put } = await startStorage(accept);
    const other = await scriptedServer(accept);
    await put();
    await put({ url: other.url });
    await put();
    await other.close();
    expect([server.seen.length, other.seen.length]).toEqual([2, 1]);
  });

  it('again if a kept-alive connection was closed, without a retry', async () => {
    const { put } = await startStorage((response, number) => {
      if (number === 2) response.destroy();
      else response.writeHead(200).end();
    });
    await put({ maxRetries: 0 });
    await put({ maxRetries: 0 });
    expect(server.seen).toHaveLength(3);
  });
});

describe('a part is sent', () => {
  it.each([200, 201, 204])('if the storage responds %i', async (status) => {
    const { put } = await startStorage((response) => response.writeHead(status).end());
    await put();
    expect(server.seen).toHaveLength(1);
  });

  it.each<{ name: string; first: Responder; timeoutMs?: number }>([
    { name: 'responds 500', first: (response) => response.writeHead(500).end() },
    { name: 'responds 503', first: (response) => response.writeHead(503).end() },
    { name: 'responds 408', first: (response) => response.writeHead(408).end() },
    { name: 'responds 429', first: (response) => response.writeHead(429).end() },
    { name: 'closed the connection', first: (response) => response.writeHead(400).end(s3Error('RequestTimeout')) },
    { name: 'resets the connection', first: (response) => response.socket?.resetAndDestroy() },
    { name: 'does not respond in time', first: () => undefined, timeoutMs: 100 },
  ])('by a second request if the storage $name', async ({ first, timeoutMs = 10_000 }) => {
    const { clock, put } = await startStorage(once(first));
    await put({ timeoutMs });
    expect(server.seen).toHaveLength(2);
    expect(clock.waits).toHaveLength(1);
  });

  it('after waits that double, with full jitter', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { clock, put } = await startStorage((response) => response.writeHead(503).end());
    await expect(put({ maxRetries: 5 })).rejects.toMatchObject({ status: 503, isTemporary: true });
    expect(clock.waits).toEqual([250, 500, 1_000, 2_000, 4_000]);
    random.mockRestore();
  });
});

describe('a part is refused at once', () => {
  it.each([
    { status: 302, body: '', reason: undefined },
    { status: 400, body: s3Error('EntityTooLarge'), reason: 'EntityTooLarge' },
    { status: 403, body: s3Error('AccessDenied'), reason: 'AccessDenied' },
    { status: 404, body: '<html>', reason: undefined },
  ])('if the storage responds $status, with the error code $reason', async ({ status, body, reason }) => {
    const { put } = await startStorage((response) => response.writeHead(status).end(body));
    const error = { code: 'storage_refused', part: 1, status, reason, isTemporary: false };
    await expect(put()).rejects.toMatchObject(error);
    expect(server.seen).toHaveLength(1);
  });
});
