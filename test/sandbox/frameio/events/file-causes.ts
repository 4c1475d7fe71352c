import type { Cause, CauseContext } from './cause.ts';

const upload = async ({ client, accountId, folderId }: CauseContext, name = 'Take 1.mov') => {
  const { data } = await client.files.upload(accountId, folderId, { name, body: Buffer.from('media') });
  return data.id;
};

const update: Cause = async (context) => {
  const id = await upload(context);
  await context.client.files.update(context.accountId, id, { data: { name: 'Take 2.mov' } });
  return id;
};

const remove: Cause = async (context) => {
  const id = await upload(context);
  await context.client.files.delete(context.accountId, id);
  return id;
};

const copy: Cause = async (context) => {
  const { data } = await context.client.files.copy(context.accountId, await upload(context));
  return data.id;
};

const stack: Cause = async (context) => {
  const versions = [await upload(context, 'v1.mov'), await upload(context, 'v2.mov')];
  await context.client.versionStacks.create(context.accountId, context.folderId, { data: { file_ids: versions } });
  return versions[1] ?? '';
};

const transcode: Cause = async (context) => {
  const id = await upload(context);
  context.state.transcode(id);
  return id;
};

export const FILE_CAUSES = {
  'file.created': upload,
  'file.upload.completed': upload,
  'file.ready': transcode,
  'file.updated': update,
  'file.versioned': stack,
  'file.copied': copy,
  'file.deleted': remove,
} as const satisfies Record<string, Cause>;
