/** Prefix of every path that the storage serves. */
export const STORAGE_PATH = '/storage/';

/** One part of an uploaded file. */
export interface FilePart {
  readonly fileId: string;
  /** Counted from 1. */
  readonly number: number;
}

/** Returns the path that a part is uploaded to. */
export function partPath({ fileId, number }: FilePart): string {
  return `${STORAGE_PATH}uploads/${fileId}/${number}`;
}

/** Reads the part from the path or URL that `partPath` made. Any other path gives an empty file id. */
export function readPartPath(url: string): FilePart {
  const [, fileId = '', number] = /uploads\/([^/]+)\/(\d+)/.exec(url) ?? [];
  return { fileId, number: Number(number) };
}
