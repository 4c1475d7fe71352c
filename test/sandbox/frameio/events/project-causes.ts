import type { Cause, CauseContext } from './cause.ts';

const create = async ({ client, state, accountId }: CauseContext) =>
  (await client.projects.create(accountId, state.workspace.id, { data: { name: 'Brand film' } })).data.id;

const update: Cause = async (context) => {
  const id = await create(context);
  await context.client.projects.update(context.accountId, id, { data: { name: 'Launch film' } });
  return id;
};

const remove: Cause = async (context) => {
  const id = await create(context);
  await context.client.projects.delete(context.accountId, id);
  return id;
};

export const PROJECT_CAUSES = {
  'project.created': create,
  'project.updated': update,
  'project.deleted': remove,
} as const satisfies Record<string, Cause>;
