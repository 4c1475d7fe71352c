import type { Frameio } from 'frameio-lambda';

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** Describes a file for people, such as `MP4 video, 48.3 MB`. */
export function describeFile({ media_type, file_size }: Pick<Frameio.File, 'media_type' | 'file_size'>): string {
  return `${describeMediaType(media_type)}, ${describeSize(file_size)}`;
}

/** Returns `MP4 video` for `video/mp4`. Other kinds of media types stay as they are. */
function describeMediaType(mediaType: string | null): string {
  if (!mediaType) return 'a file of unknown type';
  const [kind = '', format = ''] = mediaType.split('/');
  const name = format === 'quicktime' ? 'QuickTime' : format.replace(/^(x|vnd)[-.]/, '').toUpperCase();
  if (['video', 'audio', 'image'].includes(kind) && name !== '') return `${name} ${kind}`;
  return mediaType === 'application/pdf' ? 'PDF document' : mediaType;
}

/** Returns a size in decimal units with one decimal, as Frame.io shows it. */
function describeSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1).replace(/\.0$/, '')} ${UNITS[unit]}`;
}
