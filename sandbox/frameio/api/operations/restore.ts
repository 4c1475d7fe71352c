import type * as Frameio from '../../../../lib/client/frameio.ts';
import { restoreAsset } from '../../state/restore-asset.ts';
import { dataResponse } from '../api-response.ts';
import { stackWithIncludes } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const COMMON = { method: 'PATCH', limit: perMinute(10), isExperimental: true, query: {}, body: {} } as const;

const file = operation({
  ...COMMON,
  name: 'files.restore',
  path: '/v4/accounts/{account_id}/files/{file_id}/restore',
  ids: { account_id: ID, file_id: ID },
  handle: ({ state, user, ids }) => {
    restoreAsset(state, { id: ids.file_id, type: 'file' }, user);
    return dataResponse<Frameio.File>(state.stores.files.require(ids.file_id).file);
  },
});

const folder = operation({
  ...COMMON,
  name: 'folders.restore',
  path: '/v4/accounts/{account_id}/folders/{folder_id}/restore',
  ids: { account_id: ID, folder_id: ID },
  handle: ({ state, user, ids }) => {
    restoreAsset(state, { id: ids.folder_id, type: 'folder' }, user);
    return dataResponse<Frameio.Folder>(state.stores.folders.require(ids.folder_id).folder);
  },
});

const versionStack = operation({
  ...COMMON,
  name: 'version_stacks.restore',
  path: '/v4/accounts/{account_id}/version_stacks/{version_stack_id}/restore',
  ids: { account_id: ID, version_stack_id: ID },
  handle: ({ state, host, user, ids }) => {
    restoreAsset(state, { id: ids.version_stack_id, type: 'version_stack' }, user);
    return dataResponse(stackWithIncludes(state.stores.versionStacks.require(ids.version_stack_id), { state, host }));
  },
});

/** Operations that restore assets from the trash. Their limits are not documented. */
export const RESTORE = [file, folder, versionStack];
