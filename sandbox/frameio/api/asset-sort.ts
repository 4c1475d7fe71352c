import type * as Frameio from '../../../lib/client/frameio.ts';
import { assetOf } from '../state/asset-of.ts';
import type { StoredFile, StoredFolder, StoredVersionStack } from '../state/stored-resources.ts';

const keysOf = <Stored>(asset: (stored: Stored) => Frameio.AssetCommon) => ({
  name: (stored: Stored) => asset(stored).name,
  created_at: (stored: Stored) => asset(stored).created_at,
  updated_at: (stored: Stored) => asset(stored).updated_at,
});

/** What assets of any type are sorted by. */
export const assetKeys = keysOf(assetOf);
/** What folders are sorted by. */
export const folderKeys = keysOf(({ folder }: StoredFolder) => folder);
/** What version stacks are sorted by. */
export const stackKeys = keysOf(({ stack }: StoredVersionStack) => stack);
/** What files are sorted by. */
export const fileKeys = {
  ...keysOf(({ file }: StoredFile) => file),
  file_size: ({ file }: StoredFile) => file.file_size,
};
