import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAsset, StoredFile, User } from './stored-resources.ts';

/** Returns an asset with everything in it: the contents of a folder, the versions of a stack. */
export function withContents(database: FrameioDatabase, asset: StoredAsset): readonly StoredAsset[] {
  return [asset, ...assetsIn(database, asset.id).flatMap((child) => withContents(database, child))];
}

/** Returns what is directly in a folder or a version stack, oldest first. */
export function assetsIn({ stores }: FrameioDatabase, parentId: string): readonly StoredAsset[] {
  const folders = stores.folders.all().filter(({ folder }) => folder.parent_id === parentId);
  const files = stores.files.all().filter(({ file }) => file.parent_id === parentId);
  const stacks = stores.versionStacks.all().filter(({ stack }) => stack.parent_id === parentId);
  return [
    ...folders.map((stored) => ({ ...stored, type: 'folder' as const })),
    ...stacks.map((stored) => ({ ...stored, type: 'version_stack' as const })),
    ...files.map((stored) => ({ ...stored, type: 'file' as const })),
  ];
}

/** Moves an asset and its contents to the trash. Emits no event. */
export function moveToTrash(database: FrameioDatabase, root: StoredAsset, deleter: User): readonly StoredAsset[] {
  const assets = withContents(database, root);
  const deletion = { rootId: root.id, deletedAt: database.timestamp(), deleter };
  for (const asset of assets) {
    database.stores.deletedAssets.put({ id: asset.id, asset, ...deletion });
    removeAsset(database, asset);
  }
  return assets;
}

/** Moves an asset and its contents back from the trash. Emits no event. */
export function restoreFromTrash({ stores }: FrameioDatabase, rootId: string): readonly StoredAsset[] {
  const deleted = stores.deletedAssets.all().filter((candidate) => candidate.rootId === rootId);
  for (const { id, asset } of deleted) {
    putAsset(stores, asset);
    if (asset.type === 'file' && id === rootId) returnToStack(stores, asset);
    stores.deletedAssets.delete(id);
  }
  return deleted.map(({ asset }) => asset);
}

/** Adds a restored file to its version stack again, as the newest version. */
function returnToStack({ versionStacks }: FrameioDatabase['stores'], { id, file }: StoredFile): void {
  const stack = versionStacks.get(file.parent_id ?? '');
  if (stack) versionStacks.put({ ...stack, fileIds: [...stack.fileIds, id] });
}

function removeAsset({ stores, uploadedBytes }: FrameioDatabase, { id, type }: StoredAsset): void {
  if (type === 'folder') stores.folders.delete(id);
  else if (type === 'version_stack') stores.versionStacks.delete(id);
  else {
    stores.files.delete(id);
    uploadedBytes.delete(id);
  }
}

function putAsset(stores: FrameioDatabase['stores'], asset: StoredAsset): void {
  if (asset.type === 'folder') stores.folders.put(asset);
  else if (asset.type === 'version_stack') stores.versionStacks.put(asset);
  else stores.files.put(asset);
}
