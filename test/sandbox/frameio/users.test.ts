import { expect, it } from '@jest/globals';
import { startApi } from './running-api.ts';

it('tells whom the token belongs to', async () => {
  const { client, world, close } = await startApi();
  const { id, name, email } = world.user;
  expect(await client.users.show()).toEqual({ data: { id, name, email, avatar_url: null } });
  await close();
});
