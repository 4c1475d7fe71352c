import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import { type Account, Accounts } from '../accounts.ts';

/** Accounts, with the operation of Frame.io's experimental API. */
export class ExperimentalAccounts extends Accounts {
  /** Returns one account. */
  show(accountId: string, options?: RequestOptions): ApiPromise<{ readonly data: Account }> {
    return this.call({
      operation: 'accounts.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}`,
      options,
    });
  }
}
