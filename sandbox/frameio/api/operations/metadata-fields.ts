import type * as Frameio from '../../../../lib/client/frameio.ts';
import { ApiError, invalid } from '../../api-error.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import {
  CREATE_DEFINITION,
  type DefinitionChanges,
  UPDATE_DEFINITION,
} from '../../state/metadata/definition-params.ts';
import {
  addFieldDefinition,
  deleteFieldDefinition,
  updateFieldDefinition,
} from '../../state/metadata/field-definitions.ts';
import type { StoredFieldDefinition } from '../../state/stored-resources.ts';
import { dataResponse, errorResponse, NO_CONTENT } from '../api-response.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { CREATOR_QUERY, withCreator } from '../with-creator.ts';

const LIST = '/v4/accounts/{account_id}/metadata/field_definitions';
const PATH = `${LIST}/{field_definition_id}` as const;
const IDS = { account_id: ID, field_definition_id: UUID } as const;
const FILTERS = {
  type: 'object',
  fields: { exclude_immutable: { type: 'boolean' }, exclude_inactive: { type: 'boolean' } },
  closed: true,
} as const;

const index = operation({
  name: 'metadata.field_definitions.index',
  method: 'GET',
  path: LIST,
  limit: perMinute(100),
  ids: { account_id: ID },
  query: { ...PAGE_QUERY, filters: FILTERS, ...CREATOR_QUERY, sort: sortRule('name', 'created_at') },
  body: {},
  handle: ({ state, query, path }) => {
    const all = state.stores.fieldDefinitions.all();
    const listed = query.filters?.exclude_immutable ? all.filter(({ definition }) => definition.mutable) : all;
    const sorted = sortItems(listed, query.sort, {
      name: ({ definition }) => definition.name,
      created_at: ({ definition }) => definition.created_at,
    });
    return pageResponse(sorted, { query, path }, ({ definition, creator }) => withCreator(definition, creator, query));
  },
});

const create = operation({
  name: 'metadata.field_definitions.create',
  method: 'POST',
  path: LIST,
  limit: perMinute(10),
  ids: { account_id: ID },
  query: {},
  body: CREATE_DEFINITION,
  isBodyOpen: true,
  handle: ({ state, user, body: { data } }) => {
    if (!data) throw invalid('/data', 'Missing field: data');
    checkMembers(state, data);
    return dataResponse<Frameio.FieldDefinition>(addFieldDefinition(state, data, user).definition, 201);
  },
});

const update = operation({
  name: 'metadata.field_definitions.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: UPDATE_DEFINITION,
  isBodyOpen: true,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = requireMutable(state, ids.field_definition_id);
    if (!data) return dataResponse<Frameio.FieldDefinition>(stored.definition);
    if (data.field_type !== stored.definition.field_type) {
      throw invalid('/data/field_type', `The type of the field is ${stored.definition.field_type}`);
    }
    checkMembers(state, data);
    return dataResponse<Frameio.FieldDefinition>(updateFieldDefinition(state, stored, data, user).definition);
  },
});

const remove = operation({
  name: 'metadata.field_definitions.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteFieldDefinition(state, requireMutable(state, ids.field_definition_id), user);
    return NO_CONTENT;
  },
});

const show = operation({
  name: 'metadata.field_definitions.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  isExperimental: true,
  ids: IDS,
  query: CREATOR_QUERY,
  body: {},
  handle: ({ state, ids, query }) => {
    const { definition, creator } = state.stores.fieldDefinitions.require(ids.field_definition_id);
    return dataResponse(withCreator(definition, creator, query));
  },
});

/** Frame.io's own fields cannot be changed. */
function requireMutable({ stores }: FrameioState, id: string): StoredFieldDefinition {
  const stored = stores.fieldDefinitions.require(id);
  if (!stored.definition.mutable) throw new ApiError(errorResponse(403));
  return stored;
}

/** Checks that the users and groups of a field exist. A custom field must have at least one. */
function checkMembers({ stores }: FrameioState, data: DefinitionChanges): void {
  if (data.field_type !== 'user_single' && data.field_type !== 'user_multi') return;
  const { member_options_type, custom_members } = data.field_configuration ?? {};
  const pointer = '/data/field_configuration/custom_members';
  if (member_options_type === 'custom' && !custom_members) throw invalid(pointer, 'Missing field: custom_members');
  for (const [position, { id, type }] of (custom_members ?? []).entries()) {
    const exists = type === 'user' ? stores.users.get(id) : stores.groups.get(id);
    if (!exists) throw invalid(`${pointer}/${position}/id`, `There is no such ${type}`);
  }
}

/** Operations on metadata fields. */
export const METADATA_FIELDS = [index, create, update, remove, show];
