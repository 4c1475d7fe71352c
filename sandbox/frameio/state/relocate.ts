import { assetOf } from './asset-of.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAsset } from './stored-resources.ts';
import { assetsIn } from './trash.ts';
import { viewUrl } from './view-url.ts';

/** Where an asset moves to. */
interface Destination {
  readonly id: string;
  readonly project_id: string;
}

/** Moves an asset with its contents to a folder or version stack. Emits no event. */
export function relocate(database: FrameioDatabase, asset: StoredAsset, { id, project_id }: Destination): void {
  const { stores } = database;
  const location = {
    parent_id: id,
    project_id,
    view_url: viewUrl(project_id, asset.id),
    updated_at: database.timestamp(),
  };
  const contents = assetsIn(database, asset.id);
  switch (asset.type) {
    case 'file':
      stores.files.put({ ...stores.files.require(asset.id), file: { ...asset.file, ...location } });
      break;
    case 'folder':
      stores.folders.put({ ...stores.folders.require(asset.id), folder: { ...asset.folder, ...location } });
      break;
    case 'version_stack':
      stores.versionStacks.put({ ...stores.versionStacks.require(asset.id), stack: { ...asset.stack, ...location } });
      break;
  }
  if (assetOf(asset).project_id === project_id) return;
  for (const content of contents) relocate(database, content, { id: asset.id, project_id });
}
