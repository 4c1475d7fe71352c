import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import type { PagePromise } from '../transport/page.ts';
import { path } from '../transport/path.ts';
import type { AssetWithIncludes } from './assets.ts';
import { Resource } from './resource.ts';
import type {
  AddAssetParams,
  AddReviewersToShareParams,
  CreateShareParams,
  IndexSharesRequest,
  ListActivitiesSharesRequest,
  ListAssetsSharesRequest,
  ListReviewersSharesRequest,
  RemoveReviewerParams,
  Share,
  ShareActivityItemWithIncludes,
  ShareWithAssetAdded,
  ShareWithAssetRemoved,
  UpdateShareParams,
} from './share-types.ts';
import type { User } from './users.ts';

/** Shares: links that show assets to reviewers. */
export class Shares extends Resource {
  /** Lists the shares of a project. */
  index(
    accountId: string,
    projectId: string,
    request: IndexSharesRequest = {},
    options?: RequestOptions,
  ): PagePromise<Share> {
    return this.pages({
      operation: 'shares.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/shares`,
      query: { ...request },
      options,
    });
  }

  /** Returns one share. */
  show(accountId: string, shareId: string, options?: RequestOptions): ApiPromise<{ readonly data: Share }> {
    return this.call({
      operation: 'shares.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      options,
    });
  }

  /** Shares assets of a project. */
  create(
    accountId: string,
    projectId: string,
    { data }: CreateShareParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Share }> {
    return this.call({
      operation: 'shares.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/projects/${projectId}/shares`,
      body: { data },
      options,
    });
  }

  /** Changes a share. */
  update(
    accountId: string,
    shareId: string,
    { data }: UpdateShareParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: Share }> {
    return this.call({
      operation: 'shares.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      body: { data },
      options,
    });
  }

  /** Deletes a share. */
  delete(accountId: string, shareId: string, options?: RequestOptions): ApiPromise<void> {
    return this.call({
      operation: 'shares.delete',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      options,
    });
  }

  /**
   * Lists the assets of a share, including the contents of its folders and version stacks. A page has at most 100
   * items.
   */
  listAssets(
    accountId: string,
    shareId: string,
    request: ListAssetsSharesRequest = {},
    options?: RequestOptions,
  ): PagePromise<AssetWithIncludes> {
    return this.pages({
      operation: 'shares.listAssets',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/assets`,
      query: { ...request },
      options,
    });
  }

  /** Adds a file, folder or version stack to a share. */
  addAsset(
    accountId: string,
    shareId: string,
    { data }: AddAssetParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ShareWithAssetAdded }> {
    return this.call({
      operation: 'shares.addAsset',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/assets`,
      body: { data },
      options,
    });
  }

  /** Removes a file, folder or version stack from a share. */
  removeAsset(
    accountId: string,
    shareId: string,
    assetId: string,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: ShareWithAssetRemoved }> {
    return this.call({
      operation: 'shares.removeAsset',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/assets/${assetId}`,
      options,
    });
  }

  /** Lists the reviewers of a share. */
  listReviewers(
    accountId: string,
    shareId: string,
    request: ListReviewersSharesRequest = {},
    options?: RequestOptions,
  ): PagePromise<User> {
    return this.pages({
      operation: 'shares.listReviewers',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/reviewers`,
      query: { ...request },
      options,
    });
  }

  /** Adds reviewers to a secure share. For a public share, sends them an email. */
  addReviewers(
    accountId: string,
    shareId: string,
    { data }: AddReviewersToShareParams,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'shares.addReviewers',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/reviewers`,
      body: { data },
      options,
    });
  }

  /** Removes reviewers from a secure share. */
  removeReviewers(
    accountId: string,
    shareId: string,
    { data }: RemoveReviewerParams,
    options?: RequestOptions,
  ): ApiPromise<void> {
    return this.call({
      operation: 'shares.removeReviewers',
      method: 'DELETE',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/reviewers`,
      body: { data },
      options,
    });
  }

  /** Lists the actions on a share. Pages have no `total_count`. */
  listActivities(
    accountId: string,
    shareId: string,
    request: ListActivitiesSharesRequest = {},
    options?: RequestOptions,
  ): PagePromise<ShareActivityItemWithIncludes> {
    return this.pages({
      operation: 'shares.listActivities',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}/activities`,
      query: { ...request },
      options,
    });
  }
}
