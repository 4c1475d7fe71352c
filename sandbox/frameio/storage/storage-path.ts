/** Prefix of every path that the storage serves. */
export const STORAGE_PATH = '/storage/';

/** Prefix of the paths of originals and renditions. */
export const MEDIA_PATH = `${STORAGE_PATH}media/`;

/** The original or a rendition of a file. */
export interface FileMedia {
  readonly fileId: string;
  readonly rendition: string;
}

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

/** Returns the path that media is downloaded from. */
export function mediaPath({ fileId, rendition }: FileMedia): string {
  return `${MEDIA_PATH}${fileId}/${rendition}`;
}

/** Reads the media from the path or URL that `mediaPath` made. Any other path gives an empty file id. */
export function readMediaPath(url: string): FileMedia {
  const [, fileId = '', rendition = ''] = /media\/([^/]+)\/(\w+)/.exec(url) ?? [];
  return { fileId, rendition };
}
