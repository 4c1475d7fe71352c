import type * as Frameio from '../../../../lib/client/frameio.ts';
import { copyFile } from '../../state/copy-assets.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import { moveFile } from '../../state/move-file.ts';
import type { StoredFile, StoredFolder } from '../../state/stored-resources.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { dataResponse } from '../api-response.ts';
import { COPY_BODY, COPY_WITH_COMMENTS_QUERY, MANY_IDS, MOVE_BODY } from '../asset-rules.ts';
import { copyOptions } from '../copy-options.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const ACCOUNT_PATH = '/v4/accounts/{account_id}/files';
const PATH = `${ACCOUNT_PATH}/{file_id}`;
const IDS = { account_id: ID, file_id: ID } as const;

const MANY_FILES = {
  data: {
    type: 'object',
    fields: { file_ids: MANY_IDS, parent_id: { type: 'string', required: true } },
    closed: true,
    required: true,
  },
} as const satisfies FieldRules;

const copy = operation({
  name: 'files.copy',
  method: 'POST',
  path: `${PATH}/copy`,
  limit: perMinute(100),
  ids: IDS,
  query: COPY_WITH_COMMENTS_QUERY,
  body: COPY_BODY,
  handle: ({ state, user, ids, query, body: { data } }) => {
    const stored = state.stores.files.require(ids.file_id);
    const parent =
      data?.parent_id === undefined ? folderOf(state, stored) : state.stores.folders.require(data.parent_id);
    return dataResponse<Frameio.File>(copyFile(state, stored, parent, copyOptions(query, user)).file);
  },
});

const move = operation({
  name: 'files.move',
  method: 'PATCH',
  path: `${PATH}/move`,
  limit: perMinute(100),
  ids: IDS,
  query: {},
  body: MOVE_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.files.require(ids.file_id);
    const { file } = data.parent_id === undefined ? stored : moveFile(state, stored, data.parent_id, user);
    return dataResponse<Frameio.File>(file);
  },
});

const bulkCopy = operation({
  name: 'files.bulk_copy',
  method: 'POST',
  path: `${ACCOUNT_PATH}/copy`,
  limit: perMinute(60),
  ids: { account_id: ID },
  query: COPY_WITH_COMMENTS_QUERY,
  body: MANY_FILES,
  handle: ({ state, user, query, body: { data } }) => {
    const parent = state.stores.folders.require(data.parent_id);
    const files = data.file_ids.map((id) => state.stores.files.require(id));
    const copies = files.map((stored) => ({
      source_file_id: stored.id,
      file: copyFile(state, stored, parent, copyOptions(query, user)).file,
    }));
    return dataResponse<readonly Frameio.BulkFileCopy[]>(copies);
  },
});

const bulkMove = operation({
  name: 'files.bulk_move',
  method: 'PATCH',
  path: `${ACCOUNT_PATH}/move`,
  limit: perMinute(60),
  ids: { account_id: ID },
  query: {},
  body: MANY_FILES,
  handle: ({ state, user, body: { data } }) => {
    const files = data.file_ids.map((id) => state.stores.files.require(id));
    const moved = files.map((stored) => moveFile(state, stored, data.parent_id, user).file);
    return dataResponse<readonly Frameio.File[]>(moved);
  },
});

/** Returns the folder that a file, or its version stack, is in. */
function folderOf({ stores }: FrameioState, { file }: StoredFile): StoredFolder {
  const stack = stores.versionStacks.get(file.parent_id ?? '');
  return stores.folders.require((stack ? stack.stack.parent_id : file.parent_id) ?? '');
}

/** Operations that copy and move files. */
export const FILE_TRANSFERS = [copy, move, bulkCopy, bulkMove];
