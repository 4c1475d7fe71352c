import type * as Frameio from '../../../lib/client/frameio.ts';
import type { WebhookEventName } from '../../../lib/events/event-map.ts';
import type { FrameioDatabase } from './frameio-database.ts';
import { mediaTypeOf } from './media-type.ts';
import type { StoredFile, StoredFolder, User } from './stored-resources.ts';
import { newUpload, withPart } from './upload.ts';
import { viewUrl } from './view-url.ts';

/** A file to add. */
export interface NewFile {
  readonly name: string;
  /** Size in bytes. */
  readonly fileSize: number;
  /** @default the media type that Frame.io derives from the extension of `name` */
  readonly mediaType?: string;
}

/** Adds an uploaded and transcoded file to a folder. Emits no event. */
export function addReadyFile(
  database: FrameioDatabase,
  parent: StoredFolder,
  newFile: NewFile,
  creator: User,
): StoredFile {
  const file = newTypedFile(database, parent, newFile, 'transcoded');
  const upload = { parts: [], startedAt: file.created_at, completedAt: file.created_at };
  return database.stores.files.put({ id: file.id, file, upload, creator });
}

/** Adds a file to a folder and starts its upload. */
export function startUpload(
  database: FrameioDatabase,
  parent: StoredFolder,
  newFile: NewFile,
  creator: User,
): StoredFile {
  const file = newTypedFile(database, parent, newFile, 'created');
  const upload = newUpload(newFile.fileSize, database.maxPartBytes);
  const stored = database.stores.files.put({ id: file.id, file, upload, creator });
  emitFileEvent(database, 'file.created', stored, creator);
  return stored;
}

/** Size of an imported file in bytes. The sandbox has no storage to import from, so it generates the content. */
const IMPORTED_BYTES = 1_048_576;

/** Adds a file to a folder as if its bytes were already in a storage of the account. */
export function importFile(database: FrameioDatabase, parent: StoredFolder, name: string, creator: User): StoredFile {
  const stored = startUpload(database, parent, { name, fileSize: IMPORTED_BYTES }, creator);
  const time = database.timestamp();
  const upload = { parts: [], startedAt: time, completedAt: time };
  setStatus(database, database.stores.files.put({ ...stored, upload }), 'uploaded', 'file.upload.completed');
  return database.stores.files.require(stored.id);
}

/** A part of an upload that has arrived. */
export interface ReceivedPart {
  /** Counted from 1. */
  readonly number: number;
  readonly sha256: string;
  readonly bytes: Buffer | undefined;
}

/** Records that a part has arrived. The last one completes the upload. Ignores the parts of a deleted file. */
export function receivePart(database: FrameioDatabase, fileId: string, { number, sha256, bytes }: ReceivedPart): void {
  const found = database.stores.files.get(fileId);
  if (!found) return;
  if (bytes) database.uploadedBytes.keep(fileId, number, bytes);
  const upload = withPart(found.upload, number, sha256, database.timestamp());
  const stored = database.stores.files.put({ ...found, upload });
  if (upload.completedAt !== null && stored.file.status === 'created') {
    setStatus(database, stored, 'uploaded', 'file.upload.completed');
  }
}

/** Transcodes an uploaded file, which makes it ready. Has no effect in any other status. */
export function transcode(database: FrameioDatabase, fileId: string): void {
  const stored = database.stores.files.get(fileId);
  if (stored?.file.status === 'uploaded') setStatus(database, stored, 'transcoded', 'file.ready');
}

/** Emits an event about a file. */
export function emitFileEvent(
  database: FrameioDatabase,
  type: WebhookEventName,
  { file }: StoredFile,
  user: User,
): void {
  database.emit(type, { id: file.id, projectId: file.project_id, user });
}

function setStatus(
  database: FrameioDatabase,
  stored: StoredFile,
  status: Frameio.File['status'],
  type: WebhookEventName,
): void {
  const file = { ...stored.file, status, updated_at: database.timestamp() };
  emitFileEvent(database, type, database.stores.files.put({ ...stored, file }), stored.creator);
}

function newTypedFile(
  database: FrameioDatabase,
  { folder }: StoredFolder,
  { name, fileSize, mediaType = mediaTypeOf(name) }: NewFile,
  status: Frameio.File['status'],
): StoredFile['file'] {
  const id = database.newId();
  const time = database.timestamp();
  return {
    id,
    name,
    type: 'file',
    parent_id: folder.id,
    project_id: folder.project_id,
    view_url: viewUrl(folder.project_id, id),
    file_size: fileSize,
    media_type: mediaType,
    status,
    created_at: time,
    updated_at: time,
  };
}
