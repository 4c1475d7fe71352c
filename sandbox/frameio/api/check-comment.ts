import { ApiError } from '../api-error.ts';
import { type CommentChange, FIELDS_OF_MEDIA, type NewComment } from '../state/comment-fields.ts';
import { mediaKindOf } from '../state/media-type.ts';
import { invalidField, unprocessable } from './api-response.ts';

/**
 * Checks that a comment has only fields that fit the file and each other. The schema allows all of them.
 *
 * @param hasTimestamp - Whether the comment already has a timestamp.
 * @throws ApiError with 422.
 */
export function checkComment(data: NewComment | CommentChange, mediaType: string, hasTimestamp = false): void {
  const kind = mediaKindOf(mediaType);
  const misplaced = FIELDS_OF_MEDIA.filter(({ name, kinds }) => isGiven(data[name]) && !kinds.includes(kind));
  const errors = misplaced.map(({ name }) => invalidField(`/data/${name}`, `${name} is not allowed on ${mediaType}`));
  const keepsTimestamp = data.timestamp === undefined && hasTimestamp;
  if (isGiven(data.duration) && !isGiven(data.timestamp) && !keepsTimestamp) {
    errors.push(invalidField('/data/duration', 'duration requires timestamp'));
  }
  if (errors.length > 0) throw new ApiError(unprocessable(errors));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
