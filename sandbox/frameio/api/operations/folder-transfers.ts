import type * as Frameio from '../../../../lib/client/frameio.ts';
import { copyFolder } from '../../state/copy-assets.ts';
import { moveFolder } from '../../state/folders.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { dataResponse } from '../api-response.ts';
import { COPY_BODY, COPY_QUERY, COPY_WITH_COMMENTS_QUERY, MANY_IDS, MOVE_BODY } from '../asset-rules.ts';
import { copyOptions } from '../copy-options.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const ACCOUNT_PATH = '/v4/accounts/{account_id}/folders';
const PATH = `${ACCOUNT_PATH}/{folder_id}`;
const IDS = { account_id: ID, folder_id: ID } as const;

const MANY_FOLDERS = {
  data: {
    type: 'object',
    fields: { folder_ids: MANY_IDS, parent_id: { type: 'string', required: true } },
    closed: true,
    required: true,
  },
} as const satisfies FieldRules;

const copy = operation({
  name: 'folders.copy',
  method: 'POST',
  path: `${PATH}/copy`,
  limit: perMinute(10),
  ids: IDS,
  query: COPY_QUERY,
  body: COPY_BODY,
  handle: ({ state, user, ids, query, body: { data } }) => {
    const stored = state.stores.folders.require(ids.folder_id);
    const parent = state.stores.folders.require(data?.parent_id ?? stored.folder.parent_id ?? '');
    return dataResponse<Frameio.Folder>(copyFolder(state, stored, parent, copyOptions(query, user)).folder);
  },
});

const move = operation({
  name: 'folders.move',
  method: 'PATCH',
  path: `${PATH}/move`,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: MOVE_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.folders.require(ids.folder_id);
    const parent = data.parent_id === undefined ? undefined : state.stores.folders.require(data.parent_id);
    const { folder } = parent ? moveFolder(state, stored, parent, user) : stored;
    return dataResponse<Frameio.Folder>(folder);
  },
});

const bulkCopy = operation({
  name: 'folders.bulk_copy',
  method: 'POST',
  path: `${ACCOUNT_PATH}/copy`,
  limit: perMinute(10),
  ids: { account_id: ID },
  query: COPY_WITH_COMMENTS_QUERY,
  body: MANY_FOLDERS,
  handle: ({ state, user, query, body: { data } }) => {
    const parent = state.stores.folders.require(data.parent_id);
    const folders = data.folder_ids.map((id) => state.stores.folders.require(id));
    const copies = folders.map((stored) => ({
      source_folder_id: stored.id,
      folder: copyFolder(state, stored, parent, copyOptions(query, user)).folder,
    }));
    return dataResponse<readonly Frameio.BulkFolderCopy[]>(copies);
  },
});

const bulkMove = operation({
  name: 'folders.bulk_move',
  method: 'PATCH',
  path: `${ACCOUNT_PATH}/move`,
  limit: perMinute(10),
  ids: { account_id: ID },
  query: {},
  body: MANY_FOLDERS,
  handle: ({ state, user, body: { data } }) => {
    const parent = state.stores.folders.require(data.parent_id);
    const folders = data.folder_ids.map((id) => state.stores.folders.require(id));
    const moved = folders.map((stored) => moveFolder(state, stored, parent, user).folder);
    return dataResponse<readonly Frameio.Folder[]>(moved);
  },
});

/** Operations that copy and move folders. */
export const FOLDER_TRANSFERS = [copy, move, bulkCopy, bulkMove];
