import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { FrameioClientOptions } from '../../../../lib/client/client.ts';
import type { RequestOptions } from '../../../../lib/client/transport/api-request.ts';
import type { NewVersion } from '../../../../lib/client/upload/version-upload.ts';
import type { RunningApiOptions } from '../../../sandbox/frameio/running-api.ts';
import { BYTES, STORED_PARTS, startUploads } from './upload-stage.ts';

/** Starts Frame.io with a file, and an upload of a version of it. */
async function startVersions(apiOptions: RunningApiOptions = {}, clientOptions: Partial<FrameioClientOptions> = {}) {
  const { api, client } = await startUploads(apiOptions, () => clientOptions);
  const { account, project } = api.state;
  const original = api.state.addFile({ name: 'Take 1.mov', fileSize: 5 });
  return {
    api,
    client,
    original,
    account,
    folderId: project.root_folder_id,
    upload: (version: Partial<NewVersion> = {}, options?: RequestOptions) =>
      client.files.uploadVersion(account.id, original.id, { body: BYTES, ...version }, options),
    /** Ids of the versions in a stack, oldest first. */
    versionsIn: (id: string) => api.state.versionStack(id)?.versions.map((version) => version.id),
    /** Sent requests, such as `PATCH move`. */
    sent: () => api.calls.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`),
  };
}

describe('an upload of a version', () => {
  it('creates a version stack with the original', async () => {
    const { api, upload, original, folderId, versionsIn } = await startVersions();
    const { data, versionStackId } = await upload();
    expect(data).toMatchObject({ name: 'Take 1.mov', status: 'uploaded', parent_id: versionStackId });
    expect(api.state.uploadOf(data.id)?.parts).toEqual(STORED_PARTS);
    expect(versionsIn(versionStackId)).toEqual([original.id, data.id]);
    expect(api.state.versionStack(versionStackId)).toMatchObject({ parent_id: folderId });
  });

  it('joins the version stack of the original as its newest version', async () => {
    const { upload, original, versionsIn } = await startVersions();
    const second = await upload();
    const third = await upload({ name: 'Take 3.mov' });
    expect(third).toMatchObject({ versionStackId: second.versionStackId, data: { name: 'Take 3.mov' } });
    expect(versionsIn(second.versionStackId)).toEqual([original.id, second.data.id, third.data.id]);
  });

  it('joins a version stack that was created during the upload', async () => {
    const { api, upload, original, versionsIn } = await startVersions();
    const other = api.state.addFile({ name: 'Take 2.mov', fileSize: 5 });
    let stackId = '';
    const onProgress = () => {
      if (stackId === '') stackId = api.state.createVersionStack([original.id, other.id]).id;
    };
    const { data, versionStackId } = await upload({ onProgress });
    expect(versionStackId).toBe(stackId);
    expect(versionsIn(stackId)).toEqual([original.id, other.id, data.id]);
  });

  it('joins the version stack that a parallel upload creates first', async () => {
    let createStackFirst: () => void = () => undefined;
    const { api, upload, original, versionsIn, sent } = await startVersions({
      fault: ({ path }) => {
        if (path.endsWith('/version_stacks')) createStackFirst();
        return undefined;
      },
    });
    const other = api.state.addFile({ name: 'Take 2.mov', fileSize: 5 });
    createStackFirst = () => void api.state.createVersionStack([original.id, other.id]);
    const { data, versionStackId } = await upload();
    expect(versionsIn(versionStackId)).toEqual([original.id, other.id, data.id]);
    expect(sent().filter((request) => /^(POST version_stacks|PATCH move)$/.test(request))).toEqual([
      'POST version_stacks',
      'PATCH move',
    ]);
  });

  it.each([
    { name: 'created', isInStack: false, pathEnd: '/version_stacks' },
    { name: 'joined', isInStack: true, pathEnd: '/move' },
  ])('succeeds if the stack is $name in spite of an error', async ({ isInStack, pathEnd }) => {
    let isFaulty = false;
    const { upload, versionsIn } = await startVersions({
      fault: ({ path }) => (isFaulty && path.endsWith(pathEnd) ? 'reset_after_processing' : undefined),
    });
    if (isInStack) await upload();
    isFaulty = true;
    const { data, versionStackId } = await upload();
    expect(versionsIn(versionStackId)).toContain(data.id);
  });
});

describe('an upload of a version is rejected', () => {
  it.each([
    { status: 403, code: 'forbidden' },
    { status: 429, code: 'rate_limited' },
  ])(
    'with the error of Frame.io if it answers $status to the new stack, and the new file is deleted',
    async (refusal) => {
      const { api, upload, original } = await startVersions({
        fault: ({ path }) => (path.endsWith('/version_stacks') ? refusal.status : undefined),
      });
      await expect(upload()).rejects.toMatchObject({ ...refusal, operation: 'versionStacks.create' });
      expect(api.state.files()).toEqual([original]);
    },
  );

  it.each([
    {
      name: 'answers 500 to the new stack',
      fault: ({ path }) => (path.endsWith('/version_stacks') ? 500 : undefined),
      message: /may not be a version of .* Check the versions of .* first/,
      isOutcomeUnknown: true,
    },
    {
      name: 'refuses the new stack and the deletion',
      fault: ({ method, path }) => (path.endsWith('/version_stacks') || method === 'DELETE' ? 403 : undefined),
      message: /is no version of .* Stack it with files\.move/,
      isOutcomeUnknown: false,
    },
  ] satisfies (RunningApiOptions & { name: string; message: RegExp; isOutcomeUnknown: boolean })[])(
    'and names the uploaded file if Frame.io $name',
    async ({ fault, message, isOutcomeUnknown }) => {
      const { api, upload, original } = await startVersions({ fault });
      const error = await upload().catch((failure: unknown) => failure);
      expect(error).toMatchObject({
        name: 'VersionStackError',
        code: 'version_not_stacked',
        originalId: original.id,
        message: expect.stringMatching(message),
        isOutcomeUnknown,
      });
      expect(api.state.file(Object(error).fileId)).toMatchObject({ status: 'uploaded' });
    },
  );

  it('without a claim about the stack if its creation is cut off and Frame.io then shows no file', async () => {
    let isCutOff = false;
    const { upload } = await startVersions({
      fault: ({ path }) => {
        if (isCutOff) return 503;
        isCutOff = path.endsWith('/version_stacks');
        return isCutOff ? 'reset_after_processing' : undefined;
      },
    });
    await expect(upload()).rejects.toMatchObject({
      message: expect.stringContaining('may not be a version of'),
      isOutcomeUnknown: true,
      cause: { code: 'api_connection_failed' },
    });
  });

  it('with the error of the lookup if Frame.io refuses the stack and does not say whether the original has one', async () => {
    let isRefused = false;
    const { api, upload, original } = await startVersions({
      fault: ({ method, path }) => {
        isRefused ||= path.endsWith('/version_stacks');
        if (path.endsWith('/version_stacks')) return 422;
        return isRefused && method === 'GET' ? 429 : undefined;
      },
    });
    await expect(upload()).rejects.toMatchObject({ code: 'rate_limited', operation: 'files.show' });
    expect(api.state.files()).toEqual([original]);
  });

  it('after an abort between upload and stack, and names the uploaded file', async () => {
    const controller = new AbortController();
    const { api, upload } = await startVersions(
      {},
      { onResponse: ({ operation }) => operation === 'files.showFileUploadStatus' && controller.abort('enough') },
    );
    const error = await upload({}, { abortSignal: controller.signal }).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ isRemoved: false, code: 'upload_failed' });
    expect(api.state.file(Object(error).fileId)).toMatchObject({ status: 'uploaded' });
  });

  it('if a part fails, and the new file is deleted', async () => {
    const { api, upload, original } = await startVersions({
      fault: ({ method }) => (method === 'PUT' ? 403 : undefined),
    });
    await expect(upload()).rejects.toMatchObject({ code: 'upload_failed', isRemoved: true });
    expect(api.state.files()).toEqual([original]);
  });

  it('before it creates a file if the original does not exist, and its stream is closed', async () => {
    const { api, client, account } = await startVersions();
    const body = new PassThrough();
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
    await expect(client.files.uploadVersion(account.id, id, { body, size: 10 })).rejects.toMatchObject({
      code: 'not_found',
      operation: 'files.show',
    });
    expect({ isClosed: body.destroyed, calls: api.calls.length }).toEqual({ isClosed: true, calls: 1 });
  });

  it('before it creates a file if Frame.io does not show the parent', async () => {
    const { upload, sent } = await startVersions({
      fault: ({ path }) => (path.includes('/version_stacks/') ? 403 : undefined),
    });
    await expect(upload()).rejects.toMatchObject({ code: 'forbidden', operation: 'versionStacks.show' });
    expect(sent()).toHaveLength(2);
  });
});

it('stops sending parts when the signal of the client aborts', async () => {
  const { api, client, original, account } = await startVersions();
  const controller = new AbortController();
  const upload = client.withSignal(controller.signal).files.uploadVersion(account.id, original.id, {
    body: BYTES,
    concurrency: 1,
    onProgress: () => controller.abort(),
  });
  await expect(upload).rejects.toMatchObject({ code: 'upload_failed', cause: { operation: 'files.upload' } });
  expect(api.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
});
