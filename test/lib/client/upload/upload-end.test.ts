import { describe, expect, it } from '@jest/globals';
import { startUploads } from './upload-stage.ts';

describe('abortSignal', () => {
  it('rejects the upload and deletes the file', async () => {
    const { api, upload } = await startUploads();
    const controller = new AbortController();
    const onProgress = () => controller.abort('enough');
    const options = { abortSignal: controller.signal };
    await expect(upload({ concurrency: 1, onProgress }, options)).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'api_aborted' },
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('rejects the upload while a part waits for its retry', async () => {
    const controller = new AbortController();
    const wait = async (_: number, signal?: AbortSignal) => {
      controller.abort('enough');
      signal?.throwIfAborted();
    };
    const { api, upload } = await startUploads(
      { fault: ({ method }) => (method === 'PUT' ? 503 : undefined) },
      ({ clock }) => ({ clock: { ...clock, wait } }),
    );
    await expect(upload({ concurrency: 1 }, { abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: true,
      cause: { code: 'api_aborted', operation: 'files.upload', path: 'part 1', cause: 'enough' },
    });
    expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});

describe('after the last part, an upload', () => {
  it('resolves when the file is transcoded, with waitForReady', async () => {
    let shown = 0;
    const { upload } = await startUploads({ onEvent: () => undefined }, ({ api }) => ({
      onResponse: ({ operation, path }) => {
        if (operation !== 'files.show') return;
        shown += 1;
        if (shown === 3) api.state.transcode(path.split('/').at(-1) ?? '');
      },
    }));
    const { data } = await upload({ waitForReady: true });
    expect({ status: data.status, shown }).toEqual({ status: 'transcoded', shown: 4 });
  });

  it('rejects after waitTimeoutMs and keeps the file', async () => {
    const { api, upload } = await startUploads();
    await expect(upload({ waitForReady: true, waitTimeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: false,
      message: expect.stringContaining('has not transcoded the file within 60000 ms'),
    });
    expect(api.calls.some(({ method }) => method === 'DELETE')).toBe(false);
  });

  it('rejects if a call fails, keeps the file and names it', async () => {
    const { api, upload } = await startUploads({ fault: ({ path }) => (path.endsWith('/status') ? 403 : undefined) });
    const refused = await upload({}).catch((failure: unknown) => failure);
    expect(refused).toMatchObject({ code: 'upload_failed', isRemoved: false, cause: { code: 'forbidden' } });
    expect(api.state.files()).toMatchObject([{ id: Object(refused).fileId, status: 'uploaded' }]);
  });

  it('rejects if the caller aborts while it waits for the transcoding', async () => {
    const controller = new AbortController();
    const enough = new Error('enough');
    const { api, upload } = await startUploads({}, () => ({
      onResponse: ({ operation }) => operation === 'files.show' && controller.abort(enough),
    }));
    await expect(upload({ waitForReady: true }, { abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'upload_failed',
      isRemoved: false,
      cause: { code: 'api_aborted', operation: 'files.show', cause: enough },
    });
    expect(api.calls.filter(({ method, path }) => method === 'GET' && !path.endsWith('/status'))).toHaveLength(1);
  });
});
