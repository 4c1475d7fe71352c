import type * as Frameio from '../../../../lib/client/frameio.ts';
import { assetOf } from '../../state/asset-of.ts';
import type { DeletedAsset } from '../../state/stored-resources.ts';
import { ID, operation } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const index = operation({
  name: 'projects.recently_deleted',
  method: 'GET',
  path: '/v4/accounts/{account_id}/projects/{project_id}/recently_deleted',
  limit: perMinute(100),
  ids: { account_id: ID, project_id: ID },
  query: { sort: sortRule('deleted_at', 'name'), ...PAGE_QUERY },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const { id } = state.stores.projects.require(ids.project_id);
    // What was in a deleted folder or version stack returns with it, so it has no line of its own.
    const roots = state.stores.deletedAssets
      .all()
      .filter((deleted) => deleted.id === deleted.rootId && assetOf(deleted.asset).project_id === id);
    const sorted = sortItems(roots, query.sort ?? 'deleted_at_desc', {
      deleted_at: ({ deletedAt }) => deletedAt,
      name: ({ asset }) => assetOf(asset).name,
    });
    return pageResponse(sorted, { query, path }, toDeletedAsset);
  },
});

function toDeletedAsset({ asset, deletedAt }: DeletedAsset): Frameio.DeletedAsset {
  if (asset.type === 'file') {
    const { view_url, ...file } = asset.file;
    return { ...file, deleted_at: deletedAt };
  }
  if (asset.type === 'folder') {
    const { view_url, ...folder } = asset.folder;
    return { ...folder, deleted_at: deletedAt };
  }
  const { view_url, ...stack } = asset.stack;
  return { ...stack, head_version: null, deleted_at: deletedAt };
}

/** Operations on the trash. */
export const RECENTLY_DELETED = [index];
