import type * as Frameio from '../../../lib/client/frameio.ts';
import type { NewComment } from './comment-fields.ts';
import type { StoredComment, User } from './stored-resources.ts';
import { toFrames } from './timecode.ts';

/** What Frame.io adds to a new comment. */
interface CommentContext {
  readonly fileId: string;
  readonly owner: User;
  readonly time: string;
  readonly newId: () => string;
}

/** Creates a comment with every field. A field that `data` omits is null or an empty list. */
export function createComment(data: NewComment, { fileId, owner, time, newId }: CommentContext): StoredComment {
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
    links: linkTexts(links, text),
    attachments: attachments.map((attachment) => ({ id: newId(), ...attachment, created_at: time })),
    completed_at: data.completed ? time : null,
    completer_id: data.completed ? owner.id : null,
    text_edited_at: null,
    created_at: time,
    updated_at: time,
    owner,
  };
}

/** Adds the linked part of the text to each link. */
export function linkTexts(links: readonly Frameio.LinkParams[], text: string): readonly Frameio.Link[] {
  return links.map((link) => ({ ...link, text: text.slice(link.start_index, link.end_index) }));
}
