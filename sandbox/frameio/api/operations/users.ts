import type * as Frameio from '../../../../lib/client/frameio.ts';
import { dataResponse } from '../api-response.ts';
import { operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const show = operation({
  name: 'users.show',
  method: 'GET',
  path: '/v4/me',
  limit: perMinute(100),
  ids: {},
  query: {},
  body: {},
  handle: ({ user: { id, name, email, avatar_url } }) => dataResponse<Frameio.Profile>({ id, name, email, avatar_url }),
});

/** Operations on users. */
export const USERS = [show];
