import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import { createFolder, deleteFolder, renameFolder } from '../../state/folders.ts';
import type { StoredAsset } from '../../state/stored-resources.ts';
import { assetsIn } from '../../state/trash.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { NAME_BODY } from '../asset-rules.ts';
import { assetKeys, folderKeys } from '../asset-sort.ts';
import { assetWithIncludes, FOLDER_INCLUDE_QUERY, folderWithIncludes, INCLUDE_QUERY } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { ASSET_PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute, perSecond } from '../rate-limit.ts';
import { FOLDER_TRANSFERS } from './folder-transfers.ts';

const PATH = '/v4/accounts/{account_id}/folders/{folder_id}';
const IDS = { account_id: ID, folder_id: ID } as const;
const SORT = sortRule('name', 'created_at', 'updated_at');
const DEFAULT_NAME = 'New Folder';

const index = operation({
  name: 'folders.index',
  method: 'GET',
  path: `${PATH}/children`,
  limit: perMinute(100),
  ids: IDS,
  query: { ...INCLUDE_QUERY, type: { type: 'string' }, ...ASSET_PAGE_QUERY, sort: SORT },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { id } = state.stores.folders.require(ids.folder_id);
    const types = readTypes(query.type);
    const assets = assetsIn(state, id).filter(({ type }) => types.includes(type));
    const context = { state, host, include: query.include };
    return pageResponse(sortItems(assets, query.sort, assetKeys), { query, path }, (asset) =>
      assetWithIncludes(asset, context),
    );
  },
});

const list = operation({
  name: 'folders.list',
  method: 'GET',
  path: `${PATH}/folders`,
  limit: perSecond(5),
  ids: IDS,
  query: { ...FOLDER_INCLUDE_QUERY, ...ASSET_PAGE_QUERY, sort: SORT },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const { id } = state.stores.folders.require(ids.folder_id);
    const folders = state.stores.folders.all().filter(({ folder }) => folder.parent_id === id);
    const context = { state, host, include: query.include };
    return pageResponse(sortItems(folders, query.sort, folderKeys), { query, path }, (stored) =>
      folderWithIncludes(stored, context),
    );
  },
});

const show = operation({
  name: 'folders.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: FOLDER_INCLUDE_QUERY,
  body: {},
  handle: ({ state, host, ids, query: { include } }) =>
    dataResponse(folderWithIncludes(state.stores.folders.require(ids.folder_id), { state, host, include })),
});

const create = operation({
  name: 'folders.create',
  method: 'POST',
  path: `${PATH}/folders`,
  limit: perSecond(3),
  ids: IDS,
  query: {},
  body: NAME_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const parent = state.stores.folders.require(ids.folder_id);
    const { folder } = createFolder(state, parent, data.name ?? DEFAULT_NAME, user);
    return dataResponse<Frameio.Folder>(folder, 201);
  },
});

const update = operation({
  name: 'folders.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: NAME_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.folders.require(ids.folder_id);
    const { folder } = data.name === undefined ? stored : renameFolder(state, stored, data.name, user);
    return dataResponse<Frameio.Folder>(folder);
  },
});

const remove = operation({
  name: 'folders.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteFolder(state, state.stores.folders.require(ids.folder_id), user);
    return NO_CONTENT;
  },
});

const TYPES = ['file', 'folder', 'version_stack'] as const;

function readTypes(text: string | undefined): readonly StoredAsset['type'][] {
  if (text === undefined) return TYPES;
  const names = text.split(',');
  const types = TYPES.filter((type) => names.includes(type));
  if (types.length < new Set(names).size) throw invalid('/type', `Invalid value. Expected ${TYPES.join(', ')}`);
  return types;
}

/** Operations on folders. */
export const FOLDERS = [index, list, show, create, update, remove, ...FOLDER_TRANSFERS];
