import { type NewFile, receivePart, startUpload } from '../state/files.ts';
import type { FrameioDatabase } from '../state/frameio-database.ts';
import { readContent } from '../state/read-content.ts';
import type { StoredFile, StoredFolder, User } from '../state/stored-resources.ts';

/** A file to fetch from a URL. */
export interface RemoteFile extends NewFile {
  readonly sourceUrl: string;
}

const TIMEOUT_MS = 60_000;

/**
 * Adds a file to a folder and fetches its bytes in the background. The size of the file is what arrives. If the fetch fails,
 * the upload has failed.
 */
export function startRemoteUpload(
  database: FrameioDatabase,
  parent: StoredFolder,
  { sourceUrl, ...newFile }: RemoteFile,
  creator: User,
): StoredFile {
  const stored = startUpload(database, parent, newFile, creator);
  void fetchContent(database, stored.id, sourceUrl).catch(() => undefined); // the state was closed meanwhile
  return stored;
}

async function fetchContent(database: FrameioDatabase, fileId: string, url: string): Promise<void> {
  const content = await download(url).catch(() => undefined);
  const stored = database.stores.files.get(fileId);
  if (!stored) return; // the file was deleted meanwhile
  if (!content) {
    database.stores.files.put({ ...stored, upload: { ...stored.upload, hasFailed: true } });
    return;
  }
  const { size, ...part } = content;
  const parts = [{ size, sha256: null }];
  const file = { ...stored.file, file_size: size };
  database.stores.files.put({ ...stored, file, upload: { ...stored.upload, parts } });
  receivePart(database, fileId, { number: 1, ...part });
}

async function download(url: string) {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return await readContent(response.body ?? new Blob([]).stream());
}
