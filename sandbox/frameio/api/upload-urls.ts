import type * as Frameio from '../../../lib/client/frameio.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { UploadPart } from '../state/upload.ts';
import { presignedUrl } from '../storage/presigned-url.ts';
import { partPath } from '../storage/storage-path.ts';

/** What is uploaded: a file or an attachment. */
interface UploadTarget {
  readonly id: string;
  readonly contentType: string;
  readonly parts: readonly UploadPart[];
}

/** Returns a URL for each part, at the storage of this host. */
export function uploadUrls(
  { id, contentType, parts }: UploadTarget,
  { state, host }: { readonly state: FrameioState; readonly host: string },
): readonly Frameio.UploadUrl[] {
  const signer = { key: state.storageKey, now: state.now() };
  return parts.map(({ size }, index) => {
    const path = partPath({ fileId: id, number: index + 1 });
    return { size, url: presignedUrl({ host, path, contentType }, signer) };
  });
}
