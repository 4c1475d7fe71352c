import type * as Frameio from '../../../lib/client/frameio.ts';

/** Returns the fields that assets of every type have. */
export function assetCommon(asset: Frameio.AssetCommon): Frameio.AssetCommon {
  const { id, name, type, parent_id, project_id, view_url, created_at, updated_at } = asset;
  return { id, name, type, parent_id, project_id, view_url, created_at, updated_at };
}
