import type { NewComment } from './comment-fields.ts';
import type { KeptComment, User } from './objects.ts';
import { toFrames } from './timecode.ts';

/** What the world adds to a new comment. */
interface RetryContext {
  readonly fileId: string;
  readonly owner: User;
  readonly time: string;
  readonly newId: () => string;
}

/** A comment as it is kept: complete, with null or nothing for all that was left out. */
export function makeComment(data: NewComment, { fileId, owner, time, newId }: RetryContext): KeptComment {
  const { text, timestamp = null, links = [], attachments = [] } = data;
  return {
    id: newId(),
    file_id: fileId,
    text,
    annotation: data.annotation ?? null,
    timestamp: typeof timestamp === 'string' ? toFrames(timestamp) : timestamp,
    duration: data.duration ?? null,
    page: data.page ?? null,
    anchor: data.anchor ?? null,
    text_review_annotation: data.text_review_annotation ?? null,
    mentions: [],
    links: links.map((link) => ({ ...link, text: text.slice(link.start_index, link.end_index) })),
    attachments: attachments.map((attachment) => ({ id: newId(), ...attachment, created_at: time })),
    completed_at: data.completed ? time : null,
    completer_id: data.completed ? owner.id : null,
    text_edited_at: null,
    created_at: time,
    updated_at: time,
    owner,
  };
}
