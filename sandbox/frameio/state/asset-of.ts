import type * as Frameio from '../../../lib/client/frameio.ts';
import type { StoredAsset } from './stored-resources.ts';

/** Returns the asset that a store contains. */
export function assetOf(stored: StoredAsset): Frameio.AssetCommon {
  switch (stored.type) {
    case 'file':
      return stored.file;
    case 'folder':
      return stored.folder;
    case 'version_stack':
      return stored.stack;
  }
}
