import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import type { Folder } from '../assets.ts';
import { Folders } from '../folders.ts';

/** Folders, with the operation of Frame.io's experimental API. */
export class ExperimentalFolders extends Folders {
  /** Restores a deleted folder. */
  restore(accountId: string, folderId: string, options?: RequestOptions): ApiPromise<{ readonly data: Folder }> {
    return this.call({
      operation: 'folders.restore',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/restore`,
      options,
    });
  }
}
