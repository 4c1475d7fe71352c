import type { Schema } from '../../../support/open-api.ts';
import type { Correction } from './correction.ts';

const SEPTEMBER = 'stable since the document of September 2026, newer than this one of July';
const IN_SDK = 'in the SDK of October 2026, newer than this document of July';
const OCTOBER = 'stable since the SDK of October 2026, newer than this document of July';

const FLAG: Schema = { type: 'boolean' };
const FLAG_OR_NULL: Schema = { type: 'boolean', nullable: true };
const TEXT_OR_NULL: Schema = { type: 'string', nullable: true };
const words = (...names: readonly string[]): Schema => ({ type: 'string', enum: names });
const bothWays = (...fields: readonly string[]) =>
  words(...fields.flatMap((field) => [`${field}_asc`, `${field}_desc`]));

const SHARE_SETTINGS: Schema['properties'] = {
  captions_enabled: FLAG_OR_NULL,
  transcripts_enabled: FLAG_OR_NULL,
  show_all_asset_versions: FLAG_OR_NULL,
  watermark_enabled: FLAG_OR_NULL,
  forensic_watermark_enabled: FLAG,
  drm_enabled: FLAG,
  visible_field_definition_ids: { type: 'array', items: { $ref: '#/components/schemas/UUID' } },
  featured_field_definition_id: TEXT_OR_NULL,
  editable_fields_enabled: FLAG,
  sort_by: {
    type: 'object',
    properties: { field_definition_id: { $ref: '#/components/schemas/UUID' }, direction: words('asc', 'desc') },
    required: ['field_definition_id', 'direction'],
    additionalProperties: false,
  },
  layout: words('grid', 'list', 'reel'),
  theme: words('dark', 'light', 'neutral'),
  accent_color: TEXT_OR_NULL,
  thumbnail_scale: words('fit', 'fill'),
  open_in_viewer_enabled: FLAG,
  card_size: words('small', 'medium', 'large'),
  card_aspect_ratio: words('horizontal', 'square', 'vertical'),
  card_info_enabled: FLAG,
  title_line_count: { type: 'integer', minimum: 1, maximum: 2 },
  list_row_size: words('small', 'medium', 'large'),
  icons_visible_on_list: FLAG,
  name_column_width: { type: 'integer', nullable: true },
  reel_card_aspect_ratio: words('horizontal', 'square', 'vertical'),
  reel_card_fit_image: FLAG,
  show_asset_name_in_reel_layout: FLAG,
};

const NEW_EVENT_TYPES = [
  'account_unlocked',
  'account_user_created',
  'allowed_redirect_domain_created',
  'allowed_redirect_domain_deleted',
  'authz_invalid_relations_cull_requested',
  'authz_missing_relations_requested',
  'upload_link_created',
  'upload_link_deleted',
  'upload_link_updated',
  'upp_data_transferred',
];

/** Additions to Frame.io's stable API since the document. A newer document makes them fail: then remove them. */
export const NEWER: readonly Correction[] = [
  {
    at: ['File.media_type', 'FileWithIncludes.media_type', 'FileWithUploadUrls.media_type'],
    instead: { nullable: true },
    because: `null until a file has been uploaded, ${SEPTEMBER}`,
  },
  {
    at: ['folders.list?sort', 'folders.index?sort', 'version_stacks.list?sort'],
    instead: bothWays('name', 'created_at', 'updated_at'),
    because: SEPTEMBER,
  },
  {
    at: ['version_stacks.index?sort'],
    instead: bothWays('name', 'created_at', 'updated_at', 'file_size'),
    because: SEPTEMBER,
  },
  {
    at: ['webhooks.index?sort'],
    instead: bothWays('name', 'created_at'),
    because: SEPTEMBER,
  },
  {
    at: ['Project', 'Workspace'],
    besides: { properties: { image: TEXT_OR_NULL } },
    because: SEPTEMBER,
  },
  {
    at: ['Share', 'AssetShareParams', 'UpdateShareParams.data'],
    besides: { properties: SHARE_SETTINGS },
    because: SEPTEMBER,
  },
  {
    at: ['AssetShareParams', 'UpdateShareParams.data'],
    besides: { properties: { enabled: FLAG, commenting_enabled: FLAG } },
    because: SEPTEMBER,
  },
  {
    at: [
      'files.show?include',
      'files.list?include',
      'folders.index?include',
      'version_stacks.show?include',
      'version_stacks.list?include',
      'version_stacks.index?include',
    ],
    besides: { enum: ['media_links.hls_manifest', 'parent'] },
    because: IN_SDK,
  },
  {
    at: ['MediaLinksCollection'],
    besides: {
      properties: { hls_manifest: { 'x-typescript': '{ url?: string | null; download_url?: string | null } | null' } },
    },
    because: `${IN_SDK}; its fields are not documented`,
  },
  {
    at: ['FileWithIncludes'],
    besides: {
      properties: { parent: { allOf: [{ $ref: '#/components/schemas/AssetCommon' }], nullable: true } },
    },
    because: `${IN_SDK}; whether it may be null is not documented`,
  },
  {
    at: ['Share', 'AssetShareParams', 'UpdateShareParams.data'],
    besides: { properties: { watermark_template_id: TEXT_OR_NULL } },
    because: `${IN_SDK}; whether it may be null is not documented`,
  },
  {
    at: ['AddReviewersToShareParams.data'],
    besides: { properties: { notify_by_email: FLAG } },
    because: SEPTEMBER,
  },
  {
    at: ['Folder', 'FolderWithIncludes'],
    besides: { properties: { restricted: FLAG }, required: ['restricted'] },
    because: OCTOBER,
  },
  {
    at: ['Account'],
    besides: { properties: { mounted_storage_enabled: FLAG_OR_NULL } },
    because: `${OCTOBER}; whether it may be null is not documented`,
  },
  {
    at: ['Filters.event_type', 'AuditLogwithIncludes.event_type'],
    besides: { enum: NEW_EVENT_TYPES },
    because: OCTOBER,
  },
  {
    at: ['Filters.resource_type', 'AuditLogwithIncludes.resource_type'],
    besides: { enum: ['upload_link'] },
    because: OCTOBER,
  },
];
