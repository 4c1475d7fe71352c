import type * as Frameio from '../../../lib/client/frameio.ts';
import { type MediaKind, mediaKindOf } from '../state/media-type.ts';
import type { TypedFile } from '../state/stored-resources.ts';
import { mediaUrl } from '../storage/media-url.ts';

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

const downloadLink = (urlOf: UrlOf) => ({ download_url: urlOf('attachment') });
const viewLink = (urlOf: UrlOf) => ({ download_url: urlOf('attachment'), url: urlOf() });

type MediaLinks = { [Name in Rendition]: NonNullable<Frameio.MediaLinksCollection[Name]> };

const LINK_OF_RENDITION: { readonly [Name in Rendition]: (urlOf: UrlOf) => MediaLinks[Name] } = {
  original: (urlOf: UrlOf) => ({ download_url: urlOf('attachment'), inline_url: urlOf('inline') }),
  thumbnail: viewLink,
  thumbnail_high_quality: viewLink,
  video_h264_180: viewLink,
  high_quality: downloadLink,
  efficient: downloadLink,
  scrub_sheet: viewLink,
};

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
export function renditionsOf({ status, media_type }: TypedFile): readonly Rendition[] {
  if (status === 'created') return [];
  return status === 'uploaded' ? ['original'] : RENDITIONS_OF_KIND[mediaKindOf(media_type)];
}

/** What signs the links: the host as the caller addresses it, the key of the storage and the current time. */
export interface LinkSigner {
  readonly host: string;
  readonly key: string;
  readonly now: Date;
}

/** Returns the links to the requested renditions. They lead to the sandbox's own storage. */
export function mediaLinksOf(
  file: TypedFile,
  requested: readonly Rendition[],
  { host, ...signer }: LinkSigner,
): Frameio.MediaLinksCollection {
  const existing = renditionsOf(file);
  const links: { [Name in Rendition]?: MediaLinks[Name] | null } = {};
  const addLink = <Name extends Rendition>(rendition: Name) => {
    const urlOf: UrlOf = (kind) => {
      const disposition = kind && `${kind}; filename="${file.name}"`;
      return mediaUrl({ host, fileId: file.id, rendition, disposition }, signer);
    };
    links[rendition] = existing.includes(rendition) ? LINK_OF_RENDITION[rendition](urlOf) : null;
  };
  for (const rendition of requested) addLink(rendition);
  return links;
}
