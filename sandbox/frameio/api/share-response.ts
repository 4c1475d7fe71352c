import type * as Frameio from '../../../lib/client/frameio.ts';
import { invalid } from '../api-error.ts';
import { shareUrl } from '../shares/share-url.ts';
import { assetOf } from '../state/asset-of.ts';
import { findAsset } from '../state/find-asset.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { StoredShare } from '../state/stored-resources.ts';

/**
 * Returns a share as the API shows it. Its URL leads to the sandbox.
 *
 * @param host - Host and port of the sandbox, as the caller addresses them.
 */
export function toShare({ id, share }: StoredShare, host: string): Frameio.Share {
  return { ...share, short_url: shareUrl(id, host) };
}

/**
 * Checks that a project has an asset to share.
 *
 * @throws ApiError with 422 if not.
 */
export function checkShareable(state: FrameioState, projectId: string, assetId: string, pointer: string): void {
  const asset = findAsset(state, assetId);
  if (!asset || assetOf(asset).project_id !== projectId) throw invalid(pointer, 'The asset is not in the project');
}
