import type * as Frameio from '../../../../lib/client/frameio.ts';
import { notFound } from '../../api-error.ts';
import { findAsset } from '../../state/find-asset.ts';
import { setSharedAssets, sharedIds } from '../../state/shares/shares.ts';
import { withContents } from '../../state/trash.ts';
import { ID_FORMAT } from '../../validation/formats.ts';
import { dataResponse } from '../api-response.ts';
import { assetKeys } from '../asset-sort.ts';
import { assetWithIncludes, INCLUDE_QUERY } from '../include-fields.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';
import { checkShareable, toShare } from '../share-response.ts';

const PATH = '/v4/accounts/{account_id}/shares/{share_id}/assets';
const IDS = { account_id: ID, share_id: UUID } as const;
const ASSET_ID = { asset_id: { type: 'string', format: ID_FORMAT, required: true } } as const;

const list = operation({
  name: 'shares.list_assets',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: { ...PAGE_QUERY, ...INCLUDE_QUERY, sort: sortRule('name', 'created_at', 'updated_at') },
  body: {},
  handle: ({ state, host, ids, query, path }) => {
    const shared = sharedIds(state, state.stores.shares.require(ids.share_id));
    const assets = shared.flatMap((id) => findAsset(state, id) ?? []).flatMap((asset) => withContents(state, asset));
    const unique = [...new Map(assets.map((asset) => [asset.id, asset])).values()];
    const context = { state, host, include: query.include };
    return pageResponse(sortItems(unique, query.sort, assetKeys), { query, path }, (asset) =>
      assetWithIncludes(asset, context),
    );
  },
});

const add = operation({
  name: 'shares.add_asset',
  method: 'POST',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: ASSET_ID, closed: true, required: true } },
  handle: ({ state, user, host, ids, body: { data } }) => {
    const stored = state.stores.shares.require(ids.share_id);
    checkShareable(state, stored.projectId, data.asset_id, '/data/asset_id');
    const assetIds = new Set(sharedIds(state, stored)).add(data.asset_id);
    const share = toShare(setSharedAssets(state, stored, [...assetIds], user), host);
    return dataResponse<Frameio.ShareWithAssetAdded>({ ...share, asset_added: data.asset_id });
  },
});

const remove = operation({
  name: 'shares.remove_asset',
  method: 'DELETE',
  path: `${PATH}/{asset_id}`,
  limit: perMinute(10),
  ids: { ...IDS, asset_id: ID },
  query: {},
  body: {},
  handle: ({ state, user, host, ids }) => {
    const stored = state.stores.shares.require(ids.share_id);
    const shared = sharedIds(state, stored);
    if (!shared.includes(ids.asset_id)) throw notFound();
    const others = shared.filter((id) => id !== ids.asset_id);
    const share = toShare(setSharedAssets(state, stored, others, user), host);
    return dataResponse<Frameio.ShareWithAssetRemoved>({ ...share, asset_removed: ids.asset_id });
  },
});

/** Operations on the assets of a share. */
export const SHARE_ASSETS = [list, add, remove];
