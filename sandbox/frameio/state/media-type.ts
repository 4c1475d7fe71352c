import { extname } from 'node:path';

const MEDIA_TYPE_OF_EXTENSION: Partial<Record<string, string>> = {
  '.aif': 'audio/aiff',
  '.avi': 'video/x-msvideo',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.gif': 'image/gif',
  '.heic': 'image/heic',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.m4a': 'audio/mp4',
  '.m4v': 'video/x-m4v',
  '.mkv': 'video/x-matroska',
  '.mov': 'video/quicktime',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.mxf': 'application/mxf',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.psd': 'image/vnd.adobe.photoshop',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.txt': 'text/plain',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.zip': 'application/zip',
};

/** Kind of media. Frame.io's features for a file depend on it. */
export type MediaKind = 'video' | 'audio' | 'image' | 'pdf' | 'document' | 'other';

/** Returns the media type that Frame.io derives from a file's name. */
export function mediaTypeOf(fileName: string): string {
  return MEDIA_TYPE_OF_EXTENSION[extname(fileName).toLowerCase()] ?? 'application/octet-stream';
}

/** Returns the kind of a media type. */
export function mediaKindOf(mediaType: string): MediaKind {
  if (mediaType === 'application/mxf') return 'video';
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType.startsWith('application/vnd.openxmlformats')) return 'document';
  const kind = mediaType.split('/', 1)[0];
  if (kind === 'video' || kind === 'audio' || kind === 'image') return kind;
  return kind === 'text' ? 'document' : 'other';
}
