import { assetOf } from './asset-of.ts';
import { emitFileEvent } from './files.ts';
import { emitFolderEvent } from './folders.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredAsset, StoredFile, StoredFolder, StoredVersionStack, User } from './stored-resources.ts';
import { assetsIn } from './trash.ts';
import { viewUrl } from './view-url.ts';

/** What a copy takes along. */
export interface CopyOptions {
  readonly user: User;
  readonly copyMetadata: boolean;
  readonly copyComments: boolean;
}

interface Destination {
  readonly id: string;
  readonly project_id: string;
}

/** Copies a file to a folder. */
export function copyFile(
  database: FrameioDatabase,
  stored: StoredFile,
  { folder }: StoredFolder,
  options: CopyOptions,
): StoredFile {
  const name = freeName(database, folder.id, stored.file.name);
  const copy = addFileCopy(database, stored, { name, destination: folder }, options);
  emitFileEvent(database, 'file.copied', copy, options.user);
  return copy;
}

/** Copies a folder with its contents to another one. */
export function copyFolder(
  database: FrameioDatabase,
  stored: StoredFolder,
  { folder }: StoredFolder,
  options: CopyOptions,
): StoredFolder {
  const name = freeName(database, folder.id, stored.folder.name);
  const copy = addFolderCopy(database, stored, { name, destination: folder }, options);
  emitFolderEvent(database, 'folder.copied', copy, options.user);
  return copy;
}

/** Copies a version stack with its versions to a folder. */
export function copyVersionStack(
  database: FrameioDatabase,
  stored: StoredVersionStack,
  { folder }: StoredFolder,
  options: CopyOptions,
): StoredVersionStack {
  const name = freeName(database, folder.id, stored.stack.name);
  const copy = addStackCopy(database, stored, { name, destination: folder }, options);
  for (const id of copy.fileIds)
    emitFileEvent(database, 'file.copied', database.stores.files.require(id), options.user);
  return copy;
}

interface Target {
  readonly name: string;
  readonly destination: Destination;
}

function addFileCopy(database: FrameioDatabase, stored: StoredFile, target: Target, options: CopyOptions): StoredFile {
  const id = database.newId();
  const file = { ...stored.file, ...copiedFields(database, id, target) };
  const copy = database.stores.files.put({ ...stored, id, file, creator: options.user });
  database.uploadedBytes.copy(stored.id, id);
  if (options.copyMetadata) copyMetadata(database, stored.id, id);
  if (options.copyComments) copyComments(database, stored.id, id);
  return copy;
}

function addStackCopy(
  database: FrameioDatabase,
  stored: StoredVersionStack,
  target: Target,
  options: CopyOptions,
): StoredVersionStack {
  const id = database.newId();
  const stack = { ...stored.stack, ...copiedFields(database, id, target) };
  const destination = { id, project_id: target.destination.project_id };
  const fileIds = stored.fileIds.map((fileId) => {
    const version = database.stores.files.require(fileId);
    return addFileCopy(database, version, { name: version.file.name, destination }, options).id;
  });
  return database.stores.versionStacks.put({ id, stack, fileIds, creator: options.user });
}

function addFolderCopy(
  database: FrameioDatabase,
  stored: StoredFolder,
  target: Target,
  options: CopyOptions,
): StoredFolder {
  const contents = assetsIn(database, stored.id); // before the copy, which may be among them
  const id = database.newId();
  const folder = { ...stored.folder, ...copiedFields(database, id, target) };
  const copy = database.stores.folders.put({ id, folder, creator: options.user });
  for (const asset of contents) copyContent(database, asset, { id, project_id: folder.project_id }, options);
  return copy;
}

function copyContent(database: FrameioDatabase, asset: StoredAsset, destination: Destination, options: CopyOptions) {
  switch (asset.type) {
    case 'file':
      return addFileCopy(database, asset, { name: asset.file.name, destination }, options);
    case 'folder':
      return addFolderCopy(database, asset, { name: asset.folder.name, destination }, options);
    case 'version_stack':
      return addStackCopy(database, asset, { name: asset.stack.name, destination }, options);
  }
}

function copiedFields(database: FrameioDatabase, id: string, { name, destination }: Target) {
  const time = database.timestamp();
  return {
    id,
    name,
    parent_id: destination.id,
    project_id: destination.project_id,
    view_url: viewUrl(destination.project_id, id),
    created_at: time,
    updated_at: time,
  };
}

function copyMetadata({ stores: { metadataValues } }: FrameioDatabase, from: string, to: string): void {
  for (const value of metadataValues.all().filter(({ fileId }) => fileId === from)) {
    metadataValues.put({ ...value, id: value.id.replace(from, to), fileId: to });
  }
}

function copyComments(database: FrameioDatabase, from: string, to: string): void {
  const { comments } = database.stores;
  const copies = new Map<string, string>();
  for (const comment of comments.all().filter(({ file_id }) => file_id === from)) {
    const id = database.newId();
    copies.set(comment.id, id);
    const parentId = copies.get(comment.parentId ?? '');
    comments.put({ ...comment, id, file_id: to, ...(parentId !== undefined && { parentId }) });
  }
}

/** Returns the name for a copy: `asset (1).png` if the folder has an `asset.png`, as in the document's examples. */
function freeName(database: FrameioDatabase, folderId: string, name: string): string {
  const names = new Set(assetsIn(database, folderId).map((asset) => assetOf(asset).name));
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]+)?$/s.exec(name) ?? [];
  for (let number = 0; ; number += 1) {
    const candidate = number === 0 ? name : `${stem} (${number})${extension}`;
    if (!names.has(candidate)) return candidate;
  }
}
