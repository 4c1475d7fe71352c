import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import type { FileUpload } from '../../../../lib/client/upload/upload.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import { BYTES } from './upload-stage.ts';

let server: ScriptedServer;
afterEach(() => server.close());

/** Uploads a file whose status Frame.io reports as `status` returns it, for each request by its number. */
async function upload(status: (number: number) => object, file: Partial<FileUpload> = {}) {
  let requests = 0;
  server = await scriptedServer((response, _, { method, url, headers }) => {
    if (method === 'PUT') return void response.writeHead(200).end();
    const upload_urls = [{ size: BYTES.length, url: `http://${headers.host}/part` }];
    if (url.endsWith('/status')) requests += 1;
    json(response, 200, { data: url.endsWith('/status') ? status(requests) : { id: 'f', upload_urls } });
  });
  const clock = testClock();
  const { files } = new FrameioClient({ token: 'the-token', baseUrl: server.url, clock });
  return { clock, result: files.upload('a', 'r', { name: 'Take 2.mov', body: BYTES, ...file }) };
}

const never = () => ({ upload_complete: false, upload_failed: false });

describe('the confirmation of an upload', () => {
  it('is requested at intervals that double from half a second to ten', async () => {
    const { clock, result } = await upload((number) => ({ upload_complete: number === 8, upload_failed: false }));
    await expect(result).resolves.toMatchObject({ data: { id: 'f' } });
    expect(clock.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it.each([
    { name: 'after ten minutes', waitTimeoutMs: undefined, limitMs: 600_000, lastWaitMs: 10_000 },
    { name: 'after waitTimeoutMs', waitTimeoutMs: 5_000, limitMs: 5_000, lastWaitMs: 2_000 },
  ])('is given up $name, without a wait that ends later', async ({ waitTimeoutMs, limitMs, lastWaitMs }) => {
    const { clock, result } = await upload(never, { waitTimeoutMs });
    const message = expect.stringContaining(`has not confirmed the file within ${limitMs} ms`);
    const error = await result.catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'upload_failed', isRemoved: false, message });
    expect(error).not.toHaveProperty('cause');
    const waitedMs = clock.waits.reduce((sum, ms) => sum + ms, 0);
    expect(clock.waits.at(-1)).toBe(lastWaitMs);
    expect(waitedMs).toBeLessThanOrEqual(limitMs);
    expect(waitedMs + 10_000).toBeGreaterThan(limitMs);
  });

  it('rejects the upload and keeps the file if Frame.io reports a failure', async () => {
    const { result } = await upload(() => ({ upload_complete: false, upload_failed: true }));
    const error = await result.catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'upload_failed',
      isRemoved: false,
      message: 'The upload failed: Frame.io reported it as failed. The file f still exists.',
    });
    expect(error).not.toHaveProperty('cause');
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'PUT', 'GET']);
  });
});
