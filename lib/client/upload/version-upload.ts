import { ApiCallError } from '../errors/api-call-error.ts';
import { NotFoundError } from '../errors/status-errors.ts';
import { type UnstackedVersion, VersionStackError } from '../errors/upload-errors.ts';
import type { FileWithIncludes, FileWithUploadUrls, VersionStackWithIncludes } from '../resources/assets.ts';
import type { FileUpload, UploadCalls } from './upload.ts';

/** A file to upload as the newest version of another. */
export interface NewVersion extends Omit<FileUpload, 'name' | 'waitForReady'> {
  /**
   * Name of 1 to 255 characters. Frame.io derives the media type from its extension.
   * @default the name of the original
   */
  readonly name?: string | undefined;
}

/** A version that was uploaded and is in a version stack. */
export interface UploadedVersion {
  /** The file that was uploaded. */
  readonly data: FileWithIncludes;
  readonly versionStackId: string;
}

/** An uploaded version and the original. */
type Versions = Pick<UnstackedVersion, 'fileId' | 'originalId'>;

/** Where a file is. */
interface FileLocation {
  readonly name: string;
  /** The folder that contains the file or its version stack. */
  readonly folderId: string;
  /** `undefined` if the file is in no version stack. */
  readonly stackId: string | undefined;
}

/** What an upload of a version calls. */
export interface VersionCalls {
  show(fileId: string): Promise<FileWithIncludes>;
  showStack(stackId: string): Promise<Pick<VersionStackWithIncludes, 'id' | 'parent_id'>>;
  createFile(
    folderId: string,
    data: { readonly name: string; readonly file_size: number },
  ): Promise<FileWithUploadUrls>;
  upload(create: UploadCalls['create']): Promise<FileWithIncludes>;
  addToStack(stackId: string, fileId: string): Promise<unknown>;
  /** Creates a version stack and returns its id. */
  createStack(folderId: string, fileIds: readonly string[]): Promise<string>;
  delete(fileId: string): Promise<unknown>;
}

/** Uploads a version and adds it to the version stack of the original, or creates a stack of the two. */
export async function uploadVersion(
  originalId: string,
  { name }: NewVersion,
  calls: VersionCalls,
): Promise<UploadedVersion> {
  const uploaded = await calls.upload(async (file_size) => {
    const original = await locate(originalId, calls);
    return await calls.createFile(original.folderId, { name: name ?? original.name, file_size });
  });
  const version = { fileId: uploaded.id, originalId };
  const versionStackId = await addVersion(version, calls).catch((cause: unknown) => reject(version, cause, calls));
  return { data: { ...uploaded, parent_id: versionStackId }, versionStackId };
}

/** Returns the id of the version stack that has the new version. */
async function addVersion(version: Versions, calls: VersionCalls): Promise<string> {
  const original = await locate(version.originalId, calls); // again: the upload may have taken hours
  try {
    return await addVersionAt(original, version, calls);
  } catch (error) {
    // Another upload may have created a stack of the original meanwhile.
    const moved = await locate(version.originalId, calls).catch((reason: unknown) => {
      throw isOutcomeUnknown(error) ? error : reason; // without the location, a refusal may be temporary
    });
    if (moved.stackId === undefined || moved.stackId === original.stackId) throw error;
    return await addVersionAt(moved, version, calls);
  }
}

async function addVersionAt(
  { folderId, stackId }: FileLocation,
  { fileId, originalId }: Versions,
  calls: VersionCalls,
): Promise<string> {
  try {
    if (stackId === undefined) return await calls.createStack(folderId, [originalId, fileId]);
    await calls.addToStack(stackId, fileId);
    return stackId;
  } catch (error) {
    // The call may have taken effect in spite of the error.
    const file = await locate(fileId, calls).catch(() => undefined);
    if (file?.stackId !== undefined) return file.stackId;
    throw error;
  }
}

/**
 * Rejects an upload that Frame.io has not added to a stack. If it certainly is in none, deletes the file, so that a later
 * attempt can upload it again.
 */
async function reject(version: Versions, cause: unknown, calls: VersionCalls): Promise<never> {
  const isUnknown = isOutcomeUnknown(cause);
  const isRemoved =
    !isUnknown &&
    (await calls.delete(version.fileId).then(
      () => true,
      () => false,
    ));
  throw isRemoved ? cause : new VersionStackError({ ...version, isOutcomeUnknown: isUnknown }, { cause });
}

function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof ApiCallError && error.method !== 'GET' && error.isOutcomeUnknown;
}

async function locate(fileId: string, calls: VersionCalls): Promise<FileLocation> {
  const { name, parent_id } = await calls.show(fileId);
  try {
    const stack = await calls.showStack(parent_id ?? '');
    return { name, folderId: stack.parent_id ?? '', stackId: stack.id };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return { name, folderId: parent_id ?? '', stackId: undefined }; // the parent is a folder
  }
}
