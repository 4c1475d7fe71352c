import type { ApiPromise } from '../../api-promise.ts';
import type { RequestOptions } from '../../api-request.ts';
import { path } from '../../path.ts';
import type { Folder } from '../assets.ts';
import { Folders } from '../folders.ts';

/** Folders, with the operation of Frame.io's experimental API. */
export class ExperimentalFolders extends Folders {
  /** Brings back a deleted folder. */
  restore(accountId: string, folderId: string, options?: RequestOptions): ApiPromise<{ readonly data: Folder }> {
    return this.call({
      operation: 'folders.restore',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/folders/${folderId}/restore`,
      options,
    });
  }
}
