import type * as Frameio from '../../../../lib/client/frameio.ts';
import { ApiError, invalid } from '../../api-error.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import { metadataOf, type NewValue, setMetadata, valueErrors } from '../../state/metadata/values.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { ID_FORMAT, UUID_FORMAT } from '../../validation/formats.ts';
import { dataResponse, NO_CONTENT, unprocessable } from '../api-response.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/files/{file_id}/metadata';
const IDS = { account_id: ID, file_id: ID } as const;

const VALUE = {
  field_definition_id: { type: 'string', format: UUID_FORMAT, required: true },
  value: { type: 'any', required: true },
} as const satisfies FieldRules;

const VALUES = {
  type: 'array',
  items: { type: 'object', fields: VALUE },
  minItems: 1,
  maxItems: 100,
  required: true,
} as const;

const BULK_UPDATE = {
  file_ids: { type: 'array', items: { type: 'string', format: ID_FORMAT }, minItems: 1, maxItems: 100, required: true },
  values: VALUES,
} as const satisfies FieldRules;

const show = operation({
  name: 'metadata.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: { show_null: { type: 'boolean' } },
  body: {},
  handle: ({ state, ids, query: { show_null = false } }) => {
    const { id } = state.stores.files.require(ids.file_id);
    return showMetadata(state, id, show_null);
  },
});

const bulkUpdate = operation({
  name: 'metadata.bulk_update',
  method: 'PATCH',
  path: '/v4/accounts/{account_id}/projects/{project_id}/metadata/values',
  limit: perMinute(10),
  ids: { account_id: ID, project_id: ID },
  query: {},
  body: { data: { type: 'object', fields: BULK_UPDATE, required: true } },
  isBodyOpen: true,
  handle: ({ state, user, ids, body: { data } }) => {
    const project = state.stores.projects.require(ids.project_id);
    const files = data.file_ids.map((id, position) => {
      const stored = state.stores.files.get(id);
      if (stored?.file.project_id === project.id) return stored;
      throw invalid(`/data/file_ids/${position}`, 'The file is not in the project');
    });
    checkValues(state, data.values);
    for (const file of new Set(files)) setMetadata(state, file, data.values, user);
    return NO_CONTENT;
  },
});

const update = operation({
  name: 'metadata.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  isExperimental: true,
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: { values: VALUES }, required: true } },
  isBodyOpen: true,
  handle: ({ state, user, ids, body: { data } }) => {
    const file = state.stores.files.require(ids.file_id);
    checkValues(state, data.values);
    setMetadata(state, file, data.values, user);
    return showMetadata(state, file.id, false);
  },
});

function showMetadata(state: FrameioState, fileId: string, showNull: boolean) {
  const metadata = metadataOf(state, fileId, { showNull });
  return dataResponse<Frameio.MetadataWithDefinition>({ file_id: fileId, metadata });
}

function checkValues(state: FrameioState, values: readonly NewValue[]): void {
  const errors = valueErrors(state, values, '/data/values');
  if (errors.length > 0) throw new ApiError(unprocessable(errors));
}

/** Operations on the values of metadata fields. */
export const METADATA = [show, bulkUpdate, update];
