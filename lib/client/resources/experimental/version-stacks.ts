import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import type { File, Folder, VersionStack } from '../assets.ts';
import { VersionStacks } from '../version-stacks.ts';

/**
 * Request of `versionStacks.reorder`: the version to move, and its new position. That exactly one of the three
 * positions is allowed is inferred from their names.
 */
export interface VersionStackReorderParams {
  readonly data?: {
    /** The version to move. */
    readonly target_file_id: string;
    readonly move_to?: 'top' | 'bottom';
    /** The version to place it before. */
    readonly move_above_file_id?: string;
    /** The version to place it after. */
    readonly move_below_file_id?: string;
  };
}

/** Version stacks, with the operations of Frame.io's experimental API. */
export class ExperimentalVersionStacks extends VersionStacks {
  /** Moves a version within its stack, and returns all versions. Their order is not documented. */
  reorder(
    accountId: string,
    versionStackId: string,
    { data }: VersionStackReorderParams = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: readonly (File | Folder | VersionStack)[] }> {
    return this.call({
      operation: 'versionStacks.reorder',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}/versions`,
      body: { data },
      options,
    });
  }

  /** Restores a deleted version stack. */
  restore(
    accountId: string,
    versionStackId: string,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: VersionStack }> {
    return this.call({
      operation: 'versionStacks.restore',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/version_stacks/${versionStackId}/restore`,
      options,
    });
  }
}
