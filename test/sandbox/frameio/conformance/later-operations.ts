import type { ApiOperation, ApiParameter, OpenApi, Schema } from '../../../support/open-api.ts';

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const words = (...names: readonly string[]): Schema => ({ type: 'string', enum: names });
const bothWays = (...fields: readonly string[]) =>
  words(...fields.flatMap((field) => [`${field}_asc`, `${field}_desc`]));
const object = (properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const dataOf = (schema: Schema) => object({ data: schema });
const pageOf = (items: Schema) =>
  object({ data: listOf(items), links: ref('Links'), total_count: { type: 'integer' } }, ['data', 'links']);

const TEXT: Schema = { type: 'string' };
const TEXT_OR_NULL: Schema = { type: 'string', nullable: true };
const TIME: Schema = { type: 'string', format: 'date-time' };
const ID: Schema = ref('UUID');
const ASSET_ID: Schema = ref('FrameOrAdobeId');

const PAGE = {
  after: ref('RequestAfterOpaqueCursor'),
  page_size: ref('RequestPageSize'),
  include_total_count: ref('IncludeTotalCount'),
};
const COPY = {
  copy_metadata: { type: 'boolean', default: false },
  copy_comments: { ...words('none', 'internal', 'public', 'all'), default: 'none' },
} as const satisfies Record<string, Schema>;

const manyIds = (name: string) =>
  dataOf(
    object({
      [name]: { type: 'array', items: TEXT, minItems: 1, maxItems: 100 },
      parent_id: TEXT,
    }),
  );

const DELETED_ASSET = object(
  {
    id: ID,
    name: TEXT,
    type: words('file', 'folder', 'version_stack'),
    parent_id: TEXT_OR_NULL,
    project_id: ID,
    created_at: TIME,
    updated_at: TIME,
    deleted_at: TIME,
    file_size: { type: 'integer' },
    media_type: TEXT,
    status: words('created', 'uploaded', 'transcoded'),
    restricted: { type: 'boolean' },
    cover_file_id: TEXT_OR_NULL,
    head_version: { type: 'object', nullable: true },
  },
  ['id', 'name', 'type', 'project_id', 'created_at', 'updated_at', 'deleted_at'],
);

const ACTIVITY = object(
  {
    id: ID,
    type: words('share_viewed', 'asset_viewed', 'asset_downloaded', 'comment_created'),
    inserted_at: TIME,
    asset_id: TEXT_OR_NULL,
    user_id: TEXT_OR_NULL,
    user: ref('User'),
  },
  ['id', 'type', 'inserted_at'],
);

const MEDIA_INCLUDE = words(
  'media_links.original',
  'media_links.thumbnail',
  'media_links.thumbnail_high_quality',
  'media_links.video_h264_180',
  'media_links.high_quality',
  'media_links.efficient',
  'media_links.scrub_sheet',
  'creator',
  'project',
  'metadata',
  'media_links.hls_manifest',
  'parent',
);

interface LaterOperation {
  readonly method: string;
  /** Path below the account. */
  readonly path: string;
  readonly ids?: Readonly<Record<string, Schema>>;
  readonly query?: Readonly<Record<string, Schema>>;
  readonly body?: Schema;
  readonly response: Schema;
  readonly callsPerMinute: number;
}

/**
 * The stable operations that are newer than the document, from the tables of Frame.io's changelog and SDK. The limits of
 * `projects.recently_deleted` and `shares.list_assets` are not documented: these are the limits of other lists.
 */
export const LATER_OPERATIONS: Readonly<Record<string, LaterOperation>> = {
  'account_user_roles.update': {
    method: 'patch',
    path: '/users/{user_id}',
    ids: { user_id: ID },
    body: dataOf(object({ role: words('member', 'admin') })),
    response: dataOf(object({ role: words('member', 'admin') })),
    callsPerMinute: 10,
  },
  'files.bulk_copy': {
    method: 'post',
    path: '/files/copy',
    query: COPY,
    body: manyIds('file_ids'),
    response: dataOf(listOf(object({ source_file_id: ID, file: ref('File') }))),
    callsPerMinute: 60,
  },
  'files.bulk_move': {
    method: 'patch',
    path: '/files/move',
    body: manyIds('file_ids'),
    response: dataOf(listOf(ref('File'))),
    callsPerMinute: 60,
  },
  'folders.bulk_copy': {
    method: 'post',
    path: '/folders/copy',
    query: COPY,
    body: manyIds('folder_ids'),
    response: dataOf(listOf(object({ source_folder_id: ID, folder: ref('Folder') }))),
    callsPerMinute: 10,
  },
  'folders.bulk_move': {
    method: 'patch',
    path: '/folders/move',
    body: manyIds('folder_ids'),
    response: dataOf(listOf(ref('Folder'))),
    callsPerMinute: 10,
  },
  'projects.recently_deleted': {
    method: 'get',
    path: '/projects/{project_id}/recently_deleted',
    ids: { project_id: ASSET_ID },
    query: { sort: bothWays('deleted_at', 'name'), ...PAGE },
    response: pageOf(DELETED_ASSET),
    callsPerMinute: 100,
  },
  'shares.list_activities': {
    method: 'get',
    path: '/shares/{share_id}/activities',
    ids: { share_id: ID },
    query: { include: words('user'), ...PAGE },
    response: pageOf(ACTIVITY),
    callsPerMinute: 100,
  },
  'shares.list_assets': {
    method: 'get',
    path: '/shares/{share_id}/assets',
    ids: { share_id: ID },
    query: { include: MEDIA_INCLUDE, sort: bothWays('name', 'created_at', 'updated_at'), ...PAGE },
    response: pageOf(ref('AssetWithIncludes')),
    callsPerMinute: 100,
  },
};

/** Returns the document with the later operations. Their error responses are those of another operation. */
export function withLaterOperations(openApi: OpenApi): OpenApi {
  const errors = openApi.paths['/v4/me']?.get?.responses ?? {};
  const paths = { ...openApi.paths };
  for (const [name, operation] of Object.entries(LATER_OPERATIONS)) {
    const path = `/v4/accounts/{account_id}${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: describe(name, operation, errors) };
  }
  return { ...openApi, paths };
}

function describe(
  operationId: string,
  { ids, query = {}, body, response, callsPerMinute }: LaterOperation,
  errors: ApiOperation['responses'],
): ApiOperation {
  const parameter =
    (place: string) =>
    (entry: readonly [string, Schema]): ApiParameter => ({
      name: entry[0],
      in: place,
      required: place === 'path',
      schema: entry[1],
    });
  return {
    operationId,
    tags: [],
    description: `Rate Limits: ${callsPerMinute} calls per 1.00 minute(s)`,
    parameters: [
      ...Object.entries({ account_id: ASSET_ID, ...ids }).map(parameter('path')),
      ...Object.entries(query).map(parameter('query')),
    ],
    ...(body && { requestBody: { content: { 'application/json': { schema: body } } } }),
    responses: { ...errors, 200: { content: { 'application/json': { schema: response } } } },
  };
}
