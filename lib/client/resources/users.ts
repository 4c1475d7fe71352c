import type { ApiPromise } from '../api-promise.ts';
import type { RequestOptions } from '../api-request.ts';
import { Resource } from './resource.ts';

/** The user a token belongs to. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly avatar_url: string | null;
}

/** A user as other resources include one. `id` is null for somebody who has been invited and has not come yet. */
export interface User {
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string;
  readonly avatar_url: string | null;
  readonly active: boolean | null;
  readonly adobe_user_id?: string | null;
}

/** The user behind the token. */
export class Users extends Resource {
  /** Who the token belongs to; the cheapest call that proves a token works. */
  show(options?: RequestOptions): ApiPromise<{ readonly data: Profile }> {
    return this.call({ operation: 'users.show', method: 'GET', path: '/v4/me', options });
  }
}
