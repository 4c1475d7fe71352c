import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAsset } from './stored-resources.ts';

/** Finds a file, folder or version stack. */
export function findAsset({ stores }: FrameioDatabase, id: string): StoredAsset | undefined {
  const file = stores.files.get(id);
  if (file) return { ...file, type: 'file' };
  const folder = stores.folders.get(id);
  if (folder) return { ...folder, type: 'folder' };
  const stack = stores.versionStacks.get(id);
  return stack && { ...stack, type: 'version_stack' };
}
