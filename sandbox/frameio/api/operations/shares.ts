import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import { CREATE_SHARE, type ShareChanges, UPDATE_SHARE } from '../../state/shares/share-fields.ts';
import { createShare, deleteShare, updateShare } from '../../state/shares/shares.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { includeRule, sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { checkShareable, toShare } from '../share-response.ts';
import { SHARE_ACTIVITIES } from './share-activities.ts';
import { SHARE_ASSETS } from './share-assets.ts';
import { SHARE_REVIEWERS } from './share-reviewers.ts';

const LIST = '/v4/accounts/{account_id}/projects/{project_id}/shares';
const PATH = '/v4/accounts/{account_id}/shares/{share_id}';
const IDS = { account_id: ID, share_id: UUID } as const;

const index = operation({
  name: 'shares.index',
  method: 'GET',
  path: LIST,
  limit: perMinute(100),
  ids: { account_id: ID, project_id: ID },
  query: { ...PAGE_QUERY, sort: sortRule('name', 'created_at') },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { id } = state.stores.projects.require(ids.project_id);
    const shares = state.stores.shares.all().filter(({ projectId }) => projectId === id);
    const sorted = sortItems(shares, query.sort, {
      name: ({ share }) => share.name,
      created_at: ({ share }) => share.created_at,
    });
    return pageResponse(sorted, { query, path }, (stored) => toShare(stored, host));
  },
});

const show = operation({
  name: 'shares.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, host, ids }) =>
    dataResponse<Frameio.Share>(toShare(state.stores.shares.require(ids.share_id), host)),
});

const showWithIncludes = operation({
  name: 'shares.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  isExperimental: true,
  ids: IDS,
  query: { include: includeRule('visible_field_definitions', 'featured_field_definition') },
  body: {},
  handle: ({ state, host, ids, query: { include = [] } }) => {
    const share = toShare(state.stores.shares.require(ids.share_id), host);
    const definitionOf = (id: string | null | undefined) => state.stores.fieldDefinitions.get(id ?? '')?.definition;
    const visible = share.visible_field_definition_ids?.flatMap((id) => definitionOf(id) ?? []) ?? [];
    const featured = definitionOf(share.featured_field_definition_id) ?? null;
    return dataResponse<Frameio.ShareWithIncludes>({
      ...share,
      ...(include.includes('visible_field_definitions') && { visible_field_definitions: visible }),
      ...(include.includes('featured_field_definition') && { featured_field_definition: featured }),
    });
  },
});

const create = operation({
  name: 'shares.create',
  method: 'POST',
  path: LIST,
  limit: perMinute(10),
  ids: { account_id: ID, project_id: ID },
  query: {},
  body: CREATE_SHARE,
  handle: ({ state, user, host, ids, body: { data } }) => {
    const project = state.stores.projects.require(ids.project_id);
    for (const [position, id] of (data.asset_ids ?? []).entries()) {
      checkShareable(state, project.id, id, `/data/asset_ids/${position}`);
    }
    checkFieldsExist(state, data);
    return dataResponse<Frameio.Share>(toShare(createShare(state, project, data, user), host), 201);
  },
});

const update = operation({
  name: 'shares.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: UPDATE_SHARE,
  handle: ({ state, user, host, ids, body: { data } }) => {
    const stored = state.stores.shares.require(ids.share_id);
    checkFieldsExist(state, data);
    return dataResponse<Frameio.Share>(toShare(updateShare(state, stored, { share: data }, user), host));
  },
});

const remove = operation({
  name: 'shares.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteShare(state, state.stores.shares.require(ids.share_id), user);
    return NO_CONTENT;
  },
});

type FieldSettings = Pick<ShareChanges, 'visible_field_definition_ids' | 'featured_field_definition_id' | 'sort_by'>;

/** Checks that the metadata fields that a share refers to exist. */
function checkFieldsExist(
  { stores }: FrameioState,
  { visible_field_definition_ids: visible = [], featured_field_definition_id: featured, sort_by }: FieldSettings,
): void {
  const named = [
    ...visible.map((id, position) => ({ id, name: `visible_field_definition_ids/${position}` })),
    ...(featured ? [{ id: featured, name: 'featured_field_definition_id' }] : []),
    ...(sort_by ? [{ id: sort_by.field_definition_id, name: 'sort_by/field_definition_id' }] : []),
  ];
  const unknown = named.find(({ id }) => !stores.fieldDefinitions.get(id));
  if (unknown) throw invalid(`/data/${unknown.name}`, 'Field definition not found');
}

/** Operations on shares. */
export const SHARES = [
  index,
  show,
  showWithIncludes,
  create,
  update,
  remove,
  ...SHARE_ASSETS,
  ...SHARE_REVIEWERS,
  ...SHARE_ACTIVITIES,
];
