import { emitFileEvent } from './files.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { relocate } from './relocate.ts';
import type {
  StoredFile,
  StoredFolder,
  StoredVersionStack,
  TypedFile,
  User,
  VersionStackFields,
} from './stored-resources.ts';
import { viewUrl } from './view-url.ts';

/** A version stack with its versions, oldest first. */
export interface VersionStack extends VersionStackFields {
  readonly versions: readonly TypedFile[];
}

/** Creates a version stack in a folder from files in it, oldest version first. */
export function createVersionStack(
  database: FrameioDatabase,
  { folder }: StoredFolder,
  fileIds: readonly string[],
  user: User,
): StoredVersionStack {
  const [id, time] = [database.newId(), database.timestamp()];
  const stack = {
    id,
    name: '',
    type: 'version_stack',
    parent_id: folder.id,
    project_id: folder.project_id,
    view_url: viewUrl(folder.project_id, id),
    created_at: time,
    updated_at: time,
  } as const;
  database.stores.versionStacks.put({ id, stack, fileIds: [], creator: user });
  for (const fileId of fileIds) addVersion(database, id, database.stores.files.require(fileId), user);
  return database.stores.versionStacks.require(id);
}

/** Returns a version stack with its versions, oldest first. */
export function withVersions({ stores }: FrameioDatabase, { stack, fileIds }: StoredVersionStack): VersionStack {
  return { ...stack, versions: fileIds.flatMap((id) => stores.files.get(id)?.file ?? []) };
}

/** Moves a file into a version stack, as its newest version. */
export function addVersion(database: FrameioDatabase, stackId: string, stored: StoredFile, user: User): void {
  removeVersion(database, stored);
  const { versionStacks, files } = database.stores;
  const { stack, fileIds, creator } = versionStacks.require(stackId);
  relocate(database, { ...stored, type: 'file' }, stack);
  const moved = files.require(stored.id);
  const head = { ...stack, name: moved.file.name, updated_at: moved.file.updated_at };
  versionStacks.put({ id: stackId, stack: head, fileIds: [...fileIds, moved.id], creator });
  if (fileIds.length > 0) emitFileEvent(database, 'file.versioned', moved, user);
}

/** Moves a version stack with its versions to a folder. The event is about its newest version. */
export function moveVersionStack(
  database: FrameioDatabase,
  stored: StoredVersionStack,
  { folder }: StoredFolder,
  user: User,
): StoredVersionStack {
  relocate(database, { ...stored, type: 'version_stack' }, folder);
  const head = database.stores.files.get(stored.fileIds.at(-1) ?? '');
  if (head) emitFileEvent(database, 'file.updated', head, user);
  return database.stores.versionStacks.require(stored.id);
}

/** Removes a file from its version stack, if it is in one. */
export function removeVersion({ stores: { versionStacks } }: FrameioDatabase, { file }: StoredFile): void {
  const stored = versionStacks.get(file.parent_id ?? '');
  if (stored) versionStacks.put({ ...stored, fileIds: stored.fileIds.filter((id) => id !== file.id) });
}
