import { useState } from 'preact/hooks';
import type { StudioFile } from '../../../sandbox-api.ts';

/** The lines of each icon, in a square of 24 units. */
const ICONS = {
  video: 'M3 5h18v14H3z M10 9l5 3-5 3z',
  audio: 'M4 10v4 M8 6v12 M12 9v6 M16 4v16 M20 10v4',
  image: 'M3 5h18v14H3z M3 16l5-5 5 5 3-3 5 5 M16 9h.01',
  pdf: 'M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6',
  document: 'M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6',
  other: 'M6 3h8l4 4v14H6z M14 3v4h4',
  version_stack: 'M7 3h14v10 M5 6h13v10 M3 9h12v11H3z',
} as const;

/** An icon for a kind of media. Screen readers skip it. */
export function MediaIcon({ kind }: { readonly kind: keyof typeof ICONS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[kind]} />
    </svg>
  );
}

/** The picture of a file: the uploaded image, the beginning of the uploaded video, or an icon. */
export function Thumbnail({ file: { id, name, kind, thumbnail } }: { readonly file: StudioFile }) {
  const [hasFailed, setHasFailed] = useState(false);
  const media = { src: `/sandbox/files/${id}/thumbnail`, onError: () => setHasFailed(true) };
  const shown = hasFailed ? null : thumbnail;
  return (
    <div class="thumbnail" aria-hidden="true">
      {shown === 'image' && <img {...media} alt="" loading="lazy" />}
      {shown === 'video' && <video {...media} muted preload="metadata" />}
      {shown === null && (
        <>
          <MediaIcon kind={kind} />
          {extensionOf(name)}
        </>
      )}
    </div>
  );
}

function extensionOf(name: string): string {
  return /\.(\w{1,5})$/.exec(name)?.[1] ?? '';
}
