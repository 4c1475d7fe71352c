import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import { path } from '../../path.ts';
import type { File, Folder, VersionStack } from '../assets.ts';
import { VersionStacks } from '../version-stacks.ts';

/**
 * Request of `versionStacks.reorder`: which version to move, and where to. That one of the three places is given, and
 * no more than one, is inferred from their names.
 */
export interface VersionStackReorderParams {
  readonly data?: {
    /** The version to move. */
    readonly target_file_id: string;
    readonly move_to?: 'top' | 'bottom';
    /** The version that is to come after it. */
    readonly move_above_file_id?: string;
    /** The version that is to come before it. */
    readonly move_below_file_id?: string;
  };
}

/** Version stacks, with the operations of Frame.io's experimental API. */
export class ExperimentalVersionStacks extends VersionStacks {
  /** Moves a version to another place in its stack, and gives all versions. In which order is not documented. */
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

  /** Brings back a deleted version stack. */
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
