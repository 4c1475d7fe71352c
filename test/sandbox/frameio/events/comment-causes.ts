import type { UpdateCommentParams } from '../../../../lib/client/frameio.ts';
import type { Cause, CauseContext } from './cause.ts';

const create = async ({ client, state, accountId }: CauseContext) => {
  const { id } = state.addFile({ name: 'a.mp4', fileSize: 1 });
  return (await client.comments.create(accountId, id, { data: { text: 'Too dark' } })).data.id;
};

const change =
  (...changes: readonly UpdateCommentParams['data'][]): Cause =>
  async (context) => {
    const id = await create(context);
    for (const data of changes) await context.client.comments.update(context.accountId, id, { data });
    return id;
  };

const remove: Cause = async (context) => {
  const id = await create(context);
  await context.client.comments.delete(context.accountId, id);
  return id;
};

export const COMMENT_CAUSES = {
  'comment.created': create,
  'comment.updated': change({ text: 'Too bright' }),
  'comment.completed': change({ completed: true }),
  'comment.uncompleted': change({ completed: true }, { completed: false }),
  'comment.deleted': remove,
} as const satisfies Record<string, Cause>;
