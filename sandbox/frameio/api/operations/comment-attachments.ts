import { addAttachment, deleteAttachment } from '../../state/comment-attachments.ts';
import { CREATE_ATTACHMENT } from '../../state/comment-fields.ts';
import { requireComment } from '../../state/comments.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { attachmentWithUrls } from '../comment-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/comments/{comment_id}/attachments';

const create = operation({
  name: 'comments.create_attachment',
  method: 'POST',
  path: PATH,
  limit: perMinute(60),
  ids: { account_id: ID, comment_id: UUID },
  query: {},
  body: CREATE_ATTACHMENT,
  handle: ({ state, user, host, ids, body: { data } }) => {
    const attachment = addAttachment(state, requireComment(state, ids.comment_id), data, user);
    return dataResponse(attachmentWithUrls(attachment, { state, host }), 201);
  },
});

const remove = operation({
  name: 'comments.delete_attachment',
  method: 'DELETE',
  path: `${PATH}/{attachment_id}`,
  limit: perMinute(60),
  ids: { account_id: ID, comment_id: UUID, attachment_id: UUID },
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteAttachment(state, requireComment(state, ids.comment_id), ids.attachment_id, user);
    return NO_CONTENT;
  },
});

/** Operations on the attachments of comments. */
export const COMMENT_ATTACHMENTS = [create, remove];
