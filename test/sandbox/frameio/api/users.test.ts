import { afterEach, expect, it } from '@jest/globals';
import { type RunningApi, startApi } from '../running-api.ts';

let api: RunningApi;
afterEach(() => api.close());

it('returns the user that the token belongs to', async () => {
  api = await startApi();
  const { id, name, email } = api.state.user;
  expect(await api.client.users.show()).toEqual({ data: { id, name, email, avatar_url: null } });
});
