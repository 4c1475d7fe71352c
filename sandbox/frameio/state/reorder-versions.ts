import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredVersionStack } from './stored-resources.ts';

/** Sets the order of the versions in a stack, oldest first. The stack has the name of the newest. Emits no event. */
export function reorderVersions(
  database: FrameioDatabase,
  stored: StoredVersionStack,
  fileIds: readonly string[],
): StoredVersionStack {
  const { files, versionStacks } = database.stores;
  const name = files.get(fileIds.at(-1) ?? '')?.file.name ?? stored.stack.name;
  return versionStacks.put({ ...stored, stack: { ...stored.stack, name, updated_at: database.timestamp() }, fileIds });
}
