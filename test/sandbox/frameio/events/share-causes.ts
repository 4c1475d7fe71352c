import type { Cause, CauseContext } from './cause.ts';

const newShare = async ({ client, accountId, projectId }: CauseContext) => {
  const data = { type: 'asset', access: 'public', name: 'Review' } as const;
  return (await client.shares.create(accountId, projectId, { data })).data;
};

const create: Cause = async (context) => (await newShare(context)).id;

const update: Cause = async (context) => {
  const { id } = await newShare(context);
  await context.client.shares.update(context.accountId, id, { data: { name: 'Final review' } });
  return id;
};

const remove: Cause = async (context) => {
  const { id } = await newShare(context);
  await context.client.shares.delete(context.accountId, id);
  return id;
};

const view: Cause = async (context) => {
  const { id, short_url } = await newShare(context);
  await fetch(short_url ?? '');
  return id;
};

export const SHARE_CAUSES = {
  'share.created': create,
  'share.updated': update,
  'share.deleted': remove,
  'share.viewed': view,
} as const satisfies Record<string, Cause>;
