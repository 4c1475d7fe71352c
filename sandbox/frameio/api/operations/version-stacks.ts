import type * as Frameio from '../../../../lib/client/frameio.ts';
import { createVersionStack } from '../../state/version-stacks.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { dataResponse, invalidField, unprocessable } from '../api-response.ts';
import { fileKeys, stackKeys } from '../asset-sort.ts';
import { INCLUDE_QUERY, includeFields, stackWithIncludes } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { ASSET_PAGE_QUERY, PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute, perSecond } from '../rate-limit.ts';
import { VERSION_STACK_TRANSFERS } from './version-stack-transfers.ts';

const FOLDER_PATH = '/v4/accounts/{account_id}/folders/{folder_id}/version_stacks';
const FOLDER_IDS = { account_id: ID, folder_id: ID } as const;
const PATH = '/v4/accounts/{account_id}/version_stacks/{version_stack_id}';
const IDS = { account_id: ID, version_stack_id: ID } as const;

const { required: _, ...FILE_ID } = ID;

const NEW_STACK = {
  file_ids: { type: 'array', items: FILE_ID, minItems: 2, maxItems: 10, uniqueItems: true, required: true },
} as const satisfies FieldRules;

const create = operation({
  name: 'version_stacks.create',
  method: 'POST',
  path: FOLDER_PATH,
  limit: perMinute(10),
  ids: FOLDER_IDS,
  query: {},
  body: { data: { type: 'object', fields: NEW_STACK, closed: true, required: true } },
  handle: ({ state, user, host, ids: { folder_id }, body: { data } }) => {
    const folder = state.stores.folders.require(folder_id);
    const misplaced = data.file_ids.filter((id) => state.file(id)?.parent_id !== folder_id);
    if (misplaced.length > 0) {
      const pointerOf = (id: string) => `/data/file_ids/${data.file_ids.indexOf(id)}`;
      return unprocessable(misplaced.map((id) => invalidField(pointerOf(id), 'The file is not in the folder')));
    }
    const stored = createVersionStack(state, folder, data.file_ids, user);
    return dataResponse<Frameio.VersionStackWithIncludes>(stackWithIncludes(stored, { state, host }), 201);
  },
});

const list = operation({
  name: 'version_stacks.list',
  method: 'GET',
  path: FOLDER_PATH,
  limit: perSecond(5),
  ids: FOLDER_IDS,
  query: { ...INCLUDE_QUERY, ...ASSET_PAGE_QUERY, sort: sortRule('name', 'created_at', 'updated_at') },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { id } = state.stores.folders.require(ids.folder_id);
    const stacks = state.stores.versionStacks.all().filter(({ stack }) => stack.parent_id === id);
    const context = { state, host, include: query.include };
    return pageResponse(sortItems(stacks, query.sort, stackKeys), { query, path }, (stored) =>
      stackWithIncludes(stored, context),
    );
  },
});

const show = operation({
  name: 'version_stacks.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: INCLUDE_QUERY,
  body: {},
  handle: ({ state, host, ids, query: { include } }) =>
    dataResponse(stackWithIncludes(state.stores.versionStacks.require(ids.version_stack_id), { state, host, include })),
});

const index = operation({
  name: 'version_stacks.index',
  method: 'GET',
  path: `${PATH}/children`,
  limit: perMinute(100),
  ids: IDS,
  query: { ...INCLUDE_QUERY, ...PAGE_QUERY, sort: sortRule('name', 'created_at', 'updated_at', 'file_size') },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { fileIds } = state.stores.versionStacks.require(ids.version_stack_id);
    const versions = fileIds.toReversed().map((id) => state.stores.files.require(id));
    const context = { state, host, include: query.include };
    return pageResponse(sortItems(versions, query.sort, fileKeys), { query, path }, (stored) =>
      includeFields(stored, context),
    );
  },
});

/** Operations on version stacks. */
export const VERSION_STACKS = [create, list, show, index, ...VERSION_STACK_TRANSFERS];
