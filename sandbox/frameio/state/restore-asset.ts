import { errorResponse } from '../api/api-response.ts';
import { ApiError, notFound } from '../api-error.ts';
import { assetOf } from './asset-of.ts';
import { emitFileEvent } from './files.ts';
import { findAsset } from './find-asset.ts';
import { emitFolderEvent } from './folders.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAsset, User } from './stored-resources.ts';
import { restoreFromTrash } from './trash.ts';

/**
 * Restores an asset that a user deleted, with everything in it. Its event is that of an update: Frame.io has none for
 * restoring, and none about version stacks.
 *
 * @throws ApiError with 404 if the asset was not deleted on its own, and with 409 if its folder is no longer there.
 */
export function restoreAsset(
  database: FrameioDatabase,
  { id, type }: Pick<StoredAsset, 'id' | 'type'>,
  user: User,
): void {
  const { deletedAssets, files, folders } = database.stores;
  const { rootId, asset } = deletedAssets.require(id);
  if (rootId !== id || asset.type !== type) throw notFound();
  if (!findAsset(database, assetOf(asset).parent_id ?? '')) {
    throw new ApiError(errorResponse(409, 'The folder of the asset was deleted. Restore the folder first.'));
  }
  restoreFromTrash(database, id);
  if (type === 'file') emitFileEvent(database, 'file.updated', files.require(id), user);
  if (type === 'folder') emitFolderEvent(database, 'folder.updated', folders.require(id), user);
}
