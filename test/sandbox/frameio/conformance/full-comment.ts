import type { NewComment } from '../../../../sandbox/frameio/state/comment-fields.ts';

/** A comment with every field. */
export const FULL_COMMENT: NewComment = {
  text: 'All there is',
  timestamp: '00:00:02:12',
  duration: 10,
  annotation: '[]',
  completed: true,
  anchor: { x: 0.5, y: 0.5 },
  links: [{ start_index: 0, end_index: 3, url: 'https://example.com' }],
  attachments: [{ name: 'a.png', media_type: 'image/png', file_size: 1 }],
  text_review_annotation: {
    bounds: [{ x: 12.5, y: 24, width: 130, height: 42 }],
    selection_text: 'existing',
    suggested_text: 'updated',
    text_review_annotation_type: 'replace',
  },
};
