import type { RequestOptions, Transport } from '../transport.ts';

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
export class Users {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Who the token belongs to; the cheapest call that proves a token works. */
  show(options?: RequestOptions): Promise<{ readonly data: Profile }> {
    return this.#transport.request({ method: 'GET', path: '/v4/me', options });
  }
}
