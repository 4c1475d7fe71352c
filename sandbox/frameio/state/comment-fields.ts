import { type FieldRules, type FieldValues, optional } from '../validation/field-rules.ts';
import type { MediaKind } from './media-type.ts';
import { TIMECODE } from './timecode.ts';

const INT32_MAX = 2_147_483_647;

const ANCHOR = {
  x: { type: 'number', minimum: 0, maximum: 1, required: true },
  y: { type: 'number', minimum: 0, maximum: 1, required: true },
} as const satisfies FieldRules;

const LINK = {
  start_index: { type: 'integer', minimum: 0, maximum: INT32_MAX, required: true },
  end_index: { type: 'integer', minimum: 1, maximum: INT32_MAX, required: true },
  url: { type: 'string', required: true },
} as const satisfies FieldRules;

const ATTACHMENT = {
  name: { type: 'string', minLength: 1, maxLength: 255, required: true },
  media_type: { type: 'string', minLength: 1, maxLength: 255, required: true },
  file_size: { type: 'integer', minimum: 1, maximum: 5_000_000_000_000, required: true },
} as const satisfies FieldRules;

const BOUNDS = {
  x: { type: 'number', required: true },
  y: { type: 'number', required: true },
  width: { type: 'number', minimum: 0, required: true },
  height: { type: 'number', minimum: 0, required: true },
} as const satisfies FieldRules;

const TEXT_REVIEW_ANNOTATION = {
  bounds: { type: 'array', items: { type: 'object', fields: BOUNDS }, minItems: 1, required: true },
  selection_text: { type: 'string', nullable: true, required: true },
  suggested_text: { type: 'string', maxLength: 3_000, nullable: true, required: true },
  text_review_annotation_type: {
    type: 'string',
    values: ['highlight', 'insert', 'remove', 'replace'],
    required: true,
  },
} as const satisfies FieldRules;

const COMMENT = {
  text: { type: 'string', minLength: 1, maxLength: 40_000, required: true },
  timestamp: {
    type: 'either',
    rules: [
      { type: 'string', format: TIMECODE },
      { type: 'integer', minimum: 0, maximum: INT32_MAX },
    ],
    nullable: true,
  },
  duration: { type: 'integer', minimum: 1, maximum: INT32_MAX, nullable: true },
  annotation: { type: 'string', maxLength: 200_000, nullable: true },
  page: { type: 'integer', minimum: 1, nullable: true },
  completed: { type: 'boolean', nullable: true },
  anchor: { type: 'object', fields: ANCHOR, nullable: true },
  links: { type: 'array', items: { type: 'object', fields: LINK } },
  attachments: { type: 'array', items: { type: 'object', fields: ATTACHMENT, closed: true }, maxItems: 6 },
  text_review_annotation: { type: 'object', fields: TEXT_REVIEW_ANNOTATION },
} as const satisfies FieldRules;

const { attachments: _, text_review_annotation: __, ...CHANGEABLE } = COMMENT;

const COMMENT_CHANGE = {
  ...CHANGEABLE,
  text: optional(COMMENT.text),
  text_review_annotation: {
    type: 'object',
    fields: {
      bounds: optional(TEXT_REVIEW_ANNOTATION.bounds),
      selection_text: optional(TEXT_REVIEW_ANNOTATION.selection_text),
      suggested_text: optional(TEXT_REVIEW_ANNOTATION.suggested_text),
      text_review_annotation_type: optional(TEXT_REVIEW_ANNOTATION.text_review_annotation_type),
    },
    minProperties: 1,
  },
} as const satisfies FieldRules;

/** Fields of a comment to change. */
export type CommentChange = FieldValues<typeof COMMENT_CHANGE>;

/** Body of `comments.update` (OpenAPI document, `UpdateCommentParams`). */
export const UPDATE_COMMENT = {
  data: { type: 'object', fields: COMMENT_CHANGE, closed: true, required: true },
} as const satisfies FieldRules;

/** Body of `comments.create_attachment` (OpenAPI document, `CreateAttachmentParams`). */
export const CREATE_ATTACHMENT = {
  data: { type: 'object', fields: ATTACHMENT, closed: true, required: true },
} as const satisfies FieldRules;

/** Fields of a new comment. The timestamp is a frame number or timecode. */
export type NewComment = FieldValues<typeof COMMENT>;

/** Body of `comments.create` (OpenAPI document, `CreateCommentParams`). */
export const CREATE_COMMENT = {
  data: { type: 'object', fields: COMMENT, closed: true, required: true },
} as const satisfies FieldRules;

/** Fields that only some kinds of media can have (descriptions in the same schema), with these kinds. */
export const FIELDS_OF_MEDIA: readonly {
  readonly name: keyof NewComment & keyof CommentChange;
  readonly kinds: readonly MediaKind[];
}[] = [
  { name: 'timestamp', kinds: ['video', 'audio'] },
  { name: 'annotation', kinds: ['video', 'image', 'pdf', 'document'] },
  { name: 'page', kinds: ['pdf'] },
];
