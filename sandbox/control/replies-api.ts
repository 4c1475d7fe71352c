import { addReply } from '../frameio/state/comments.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { controlError, errorResponse, readFields } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';

/** The call that replies to a comment, as a user of Frame.io's web app does. Frame.io's API has no operation for it. */
export function repliesApi({ state }: { readonly state: FrameioState }): readonly ControlRoute[] {
  return [
    {
      method: 'POST',
      path: '/sandbox/comments/{comment_id}/replies',
      handle: async ({ ids: { comment_id = '' }, readBody }) => {
        const { text, ...others } = readFields(await readBody()) ?? {};
        if (typeof text !== 'string' || text === '' || Object.keys(others).length > 0) {
          return errorResponse(controlError(422, 'Send {"text": "<the reply>"}.'));
        }
        const comment = state.stores.comments.get(comment_id);
        if (!comment || comment.parentId !== undefined) {
          const fix = 'List the comments: GET /sandbox/files. A reply has no replies.';
          return errorResponse(controlError(404, `There is no comment with the id ${comment_id}. ${fix}`));
        }
        return { status: 201, body: addReply(state, comment, text, state.uploader) };
      },
    },
  ];
}
