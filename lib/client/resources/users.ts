import type { ApiPromise } from '../transport/api-promise.ts';
import type { RequestOptions } from '../transport/api-request.ts';
import { Resource } from './resource.ts';

/** The user of a token. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly avatar_url: string | null;
}

/** A user as other resources include one. `id` is null for a person who has not accepted an invitation. */
export interface User {
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string;
  readonly avatar_url: string | null;
  readonly active: boolean | null;
  readonly adobe_user_id?: string | null;
}

/** The user of the token. */
export class Users extends Resource {
  /** Returns the user of the token. It is the cheapest call to check a token. */
  show(options?: RequestOptions): ApiPromise<{ readonly data: Profile }> {
    return this.call({ operation: 'users.show', method: 'GET', path: '/v4/me', options });
  }
}
