import type * as Frameio from '../../../lib/client/frameio.ts';
import { type MediaKind, mediaKindOf } from '../state/media-type.ts';
import type { TypedFile } from '../state/stored-file.ts';

/** Names of the media links of a file. */
export const RENDITIONS = [
  'original',
  'thumbnail',
  'thumbnail_high_quality',
  'video_h264_180',
  'high_quality',
  'efficient',
  'scrub_sheet',
] as const satisfies readonly (keyof Frameio.MediaLinksCollection)[];

/** One of `RENDITIONS`. */
export type Rendition = (typeof RENDITIONS)[number];

/** Returns the URL of a rendition, with this `Content-Disposition`. */
type UrlOf = (disposition?: 'attachment' | 'inline') => string;

const LIFETIME_SECONDS = 86_400;

const downloadLink = (urlOf: UrlOf) => ({ download_url: urlOf('attachment') });
const viewLink = (urlOf: UrlOf) => ({ download_url: urlOf('attachment'), url: urlOf() });

const LINK_OF_RENDITION = {
  original: (urlOf: UrlOf) => ({ download_url: urlOf('attachment'), inline_url: urlOf('inline') }),
  thumbnail: viewLink,
  thumbnail_high_quality: viewLink,
  video_h264_180: viewLink,
  high_quality: downloadLink,
  efficient: downloadLink,
  scrub_sheet: viewLink,
} as const satisfies { [Name in Rendition]: (urlOf: UrlOf) => NonNullable<Frameio.MediaLinksCollection[Name]> };

/** Renditions of a transcoded file. */
const RENDITIONS_OF_KIND: Record<MediaKind, readonly Rendition[]> = {
  video: RENDITIONS,
  audio: ['original', 'high_quality', 'efficient'],
  image: ['original', 'thumbnail', 'thumbnail_high_quality', 'high_quality', 'efficient'],
  pdf: ['original', 'thumbnail', 'thumbnail_high_quality'],
  document: ['original', 'thumbnail', 'thumbnail_high_quality'],
  other: ['original'],
};

/** Returns the renditions that exist in the current status of a file. The link to any other is null. */
function renditionsOf({ status, media_type }: TypedFile): readonly Rendition[] {
  if (status === 'created') return [];
  return status === 'uploaded' ? ['original'] : RENDITIONS_OF_KIND[mediaKindOf(media_type)];
}

type MediaLink = ReturnType<(typeof LINK_OF_RENDITION)[Rendition]>;

/**
 * Returns the links to the requested renditions. Their host ends in `.invalid`, which never resolves, so a program that
 * follows one by mistake reaches no real server.
 */
export function mediaLinksOf(
  file: TypedFile,
  requested: readonly Rendition[],
  now: Date,
): Partial<Record<Rendition, MediaLink | null>> {
  const existing = renditionsOf(file);
  const expires = String(Math.floor(now.getTime() / 1_000) + LIFETIME_SECONDS);
  const link = (rendition: Rendition) =>
    LINK_OF_RENDITION[rendition]((disposition) => {
      const query = new URLSearchParams({ Expires: expires, Signature: 'sandbox' });
      if (disposition) query.set('response-content-disposition', `${disposition}; filename="${file.name}"`);
      return `https://media.sandbox.invalid/uploads/${file.id}/${rendition}?${query}`;
    });
  return Object.fromEntries(
    requested.map((rendition) => [rendition, existing.includes(rendition) ? link(rendition) : null] as const),
  );
}
