import type { Cause, CauseContext } from './cause.ts';

const create = async ({ client, accountId, folderId }: CauseContext) =>
  (await client.folders.create(accountId, folderId, { data: { name: 'Footage' } })).data.id;

const update: Cause = async (context) => {
  const id = await create(context);
  await context.client.folders.update(context.accountId, id, { data: { name: 'Rushes' } });
  return id;
};

const copy: Cause = async (context) => {
  const { data } = await context.client.folders.copy(context.accountId, await create(context));
  if (!data) throw new Error('The copy is not finished.');
  return data.id;
};

const remove: Cause = async (context) => {
  const id = await create(context);
  await context.client.folders.delete(context.accountId, id);
  return id;
};

export const FOLDER_CAUSES = {
  'folder.created': create,
  'folder.updated': update,
  'folder.copied': copy,
  'folder.deleted': remove,
} as const satisfies Record<string, Cause>;
