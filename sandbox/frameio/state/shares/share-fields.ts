import type { FieldRule, FieldRules, FieldValues } from '../../validation/field-rules.ts';
import { DATE_TIME_FORMAT, ID_FORMAT, UUID_FORMAT } from '../../validation/formats.ts';

const FLAG = { type: 'boolean' } as const satisfies FieldRule;
const FLAG_OR_NULL = { type: 'boolean', nullable: true } as const satisfies FieldRule;
const TEXT_OR_NULL = { type: 'string', nullable: true } as const satisfies FieldRule;
const FIELD_ID = { type: 'string', format: UUID_FORMAT } as const satisfies FieldRule;
const SIZE = { type: 'string', values: ['small', 'medium', 'large'] } as const satisfies FieldRule;
const RATIO = { type: 'string', values: ['horizontal', 'square', 'vertical'] } as const satisfies FieldRule;

const SORT_BY = {
  field_definition_id: { ...FIELD_ID, required: true },
  direction: { type: 'string', values: ['asc', 'desc'], required: true },
} as const satisfies FieldRules;

const SETTINGS = {
  enabled: FLAG,
  commenting_enabled: FLAG,
  downloading_enabled: FLAG,
  expiration: { type: 'string', format: DATE_TIME_FORMAT, nullable: true },
  passphrase: { type: 'string', maxLength: 255, nullable: true },
  captions_enabled: FLAG_OR_NULL,
  transcripts_enabled: FLAG_OR_NULL,
  show_all_asset_versions: FLAG_OR_NULL,
  watermark_enabled: FLAG_OR_NULL,
  watermark_template_id: TEXT_OR_NULL,
  forensic_watermark_enabled: FLAG,
  drm_enabled: FLAG,
  visible_field_definition_ids: { type: 'array', items: FIELD_ID },
  featured_field_definition_id: TEXT_OR_NULL,
  editable_fields_enabled: FLAG,
  sort_by: { type: 'object', fields: SORT_BY, closed: true },
  layout: { type: 'string', values: ['grid', 'list', 'reel'] },
  theme: { type: 'string', values: ['dark', 'light', 'neutral'] },
  accent_color: TEXT_OR_NULL,
  thumbnail_scale: { type: 'string', values: ['fit', 'fill'] },
  open_in_viewer_enabled: FLAG,
  card_size: SIZE,
  card_aspect_ratio: RATIO,
  card_info_enabled: FLAG,
  title_line_count: { type: 'integer', minimum: 1, maximum: 2 },
  list_row_size: SIZE,
  icons_visible_on_list: FLAG,
  name_column_width: { type: 'integer', nullable: true },
  reel_card_aspect_ratio: RATIO,
  reel_card_fit_image: FLAG,
  show_asset_name_in_reel_layout: FLAG,
} as const satisfies FieldRules;

const NAME = {
  type: 'string',
  minLength: 1,
  maxLength: 175,
  format: { name: 'one line that is not blank', pattern: /^[^\r\n]*\S[^\r\n]*$/ },
} as const satisfies FieldRule;
const ACCESS = { type: 'string', values: ['public', 'secure'] } as const satisfies FieldRule;

const CREATION = {
  type: 'object',
  fields: {
    ...SETTINGS,
    type: { type: 'string', values: ['asset'], required: true },
    access: { ...ACCESS, required: true },
    name: { ...NAME, required: true },
    description: { type: 'string', maxLength: 640, nullable: true },
    asset_ids: { type: 'array', items: { type: 'string', format: ID_FORMAT }, minItems: 1, maxItems: 100 },
  },
  closed: true,
} as const satisfies FieldRule;

const CHANGES = {
  type: 'object',
  fields: {
    ...SETTINGS,
    access: ACCESS,
    name: { ...NAME, nullable: true },
    description: { type: 'string', minLength: 1, maxLength: 640, nullable: true },
  },
  closed: true,
  minProperties: 1,
  required: true,
} as const satisfies FieldRule;

/** Body of `shares.create` (OpenAPI document, `CreateShareParams`). */
export const CREATE_SHARE = {
  data: { type: 'either', rules: [CREATION], discriminator: 'type', required: true },
} as const satisfies FieldRules;

/** Body of `shares.update` (OpenAPI document, `UpdateShareParams`). */
export const UPDATE_SHARE = { data: CHANGES } as const satisfies FieldRules;

/** A share to create. */
export type NewShare = FieldValues<typeof CREATE_SHARE>['data'];

/** Changes of a share. */
export type ShareChanges = FieldValues<typeof UPDATE_SHARE>['data'];
