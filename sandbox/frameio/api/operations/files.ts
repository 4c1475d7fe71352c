import type * as Frameio from '../../../../lib/client/frameio.ts';
import { deleteFile, renameFile } from '../../state/move-file.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { NAME_BODY } from '../asset-rules.ts';
import { fileKeys } from '../asset-sort.ts';
import { INCLUDE_QUERY, includeFields } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { ASSET_PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute, perSecond } from '../rate-limit.ts';
import { FILE_TRANSFERS } from './file-transfers.ts';

const PATH = '/v4/accounts/{account_id}/files/{file_id}';
const IDS = { account_id: ID, file_id: ID } as const;

const list = operation({
  name: 'files.list',
  method: 'GET',
  path: '/v4/accounts/{account_id}/folders/{folder_id}/files',
  limit: perSecond(5),
  ids: { account_id: ID, folder_id: ID },
  query: { ...INCLUDE_QUERY, sort: sortRule('name', 'created_at', 'updated_at', 'file_size'), ...ASSET_PAGE_QUERY },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { id } = state.stores.folders.require(ids.folder_id);
    const files = state.stores.files.all().filter(({ file }) => file.parent_id === id);
    const context = { state, host, include: query.include };
    return pageResponse(sortItems(files, query.sort, fileKeys), { query, path }, (stored) =>
      includeFields(stored, context),
    );
  },
});

const show = operation({
  name: 'files.show',
  method: 'GET',
  path: PATH,
  limit: perSecond(10),
  ids: IDS,
  query: INCLUDE_QUERY,
  body: {},
  handle: ({ state, host, ids, query: { include } }) =>
    dataResponse(includeFields(state.stores.files.require(ids.file_id), { state, host, include })),
});

const update = operation({
  name: 'files.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: {},
  body: NAME_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.files.require(ids.file_id);
    const { file } = data.name === undefined ? stored : renameFile(state, stored, data.name, user);
    return dataResponse<Frameio.File>(file);
  },
});

const remove = operation({
  name: 'files.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteFile(state, state.stores.files.require(ids.file_id), user);
    return NO_CONTENT;
  },
});

/** Operations on files. */
export const FILES = [list, show, update, remove, ...FILE_TRANSFERS];
