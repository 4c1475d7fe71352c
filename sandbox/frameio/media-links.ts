import type { Frameio } from '../../lib/index.ts';
import type { TypedFile } from './kept-file.ts';
import { type MediaKind, mediaKindOf } from './media-type.ts';

/** The media links of a file, by name. */
export const RENDITIONS = [
  'original',
  'thumbnail',
  'thumbnail_high_quality',
  'video_h264_180',
  'high_quality',
  'efficient',
  'scrub_sheet',
] as const satisfies readonly (keyof Frameio.MediaLinksCollection)[];

/** One of them. */
export type Rendition = (typeof RENDITIONS)[number];

/** Address of a rendition; what it is for decides its `Content-Disposition`. */
type Address = (disposition?: 'attachment' | 'inline') => string;

const LIFETIME_SECONDS = 86_400;

const downloaded = (address: Address) => ({ download_url: address('attachment') });
const shown = (address: Address) => ({ download_url: address('attachment'), url: address() });

const LINK_OF_RENDITION = {
  original: (address: Address) => ({ download_url: address('attachment'), inline_url: address('inline') }),
  thumbnail: shown,
  thumbnail_high_quality: shown,
  video_h264_180: shown,
  high_quality: downloaded,
  efficient: downloaded,
  scrub_sheet: shown,
} as const satisfies { [Name in Rendition]: (address: Address) => NonNullable<Frameio.MediaLinksCollection[Name]> };

/** What is made of a file once it is transcoded. */
const RENDITIONS_OF_KIND: Record<MediaKind, readonly Rendition[]> = {
  video: RENDITIONS,
  audio: ['original', 'high_quality', 'efficient'],
  image: ['original', 'thumbnail', 'thumbnail_high_quality', 'high_quality', 'efficient'],
  pdf: ['original', 'thumbnail', 'thumbnail_high_quality'],
  document: ['original', 'thumbnail', 'thumbnail_high_quality'],
  other: ['original'],
};

/** What there is of a file by now; all else about it has a null link. */
function existingOf({ status, media_type }: TypedFile): readonly Rendition[] {
  if (status === 'created') return [];
  return status === 'uploaded' ? ['original'] : RENDITIONS_OF_KIND[mediaKindOf(media_type)];
}

type MediaLink = ReturnType<(typeof LINK_OF_RENDITION)[Rendition]>;

/**
 * The links to the renditions asked for. Their host is in `.invalid`, which no resolver knows, so that nothing that
 * follows one by mistake reaches a real server.
 */
export function mediaLinksOf(
  file: TypedFile,
  asked: readonly Rendition[],
  now: Date,
): Partial<Record<Rendition, MediaLink | null>> {
  const existing = existingOf(file);
  const expires = String(Math.floor(now.getTime() / 1_000) + LIFETIME_SECONDS);
  const link = (rendition: Rendition) =>
    LINK_OF_RENDITION[rendition]((disposition) => {
      const query = new URLSearchParams({ Expires: expires, Signature: 'sandbox' });
      if (disposition) query.set('response-content-disposition', `${disposition}; filename="${file.name}"`);
      return `https://media.sandbox.invalid/uploads/${file.id}/${rendition}?${query}`;
    });
  return Object.fromEntries(
    asked.map((rendition) => [rendition, existing.includes(rendition) ? link(rendition) : null] as const),
  );
}
