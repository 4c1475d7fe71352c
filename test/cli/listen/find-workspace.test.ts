import { expect, it } from '@jest/globals';
import { findWorkspace } from '../../../cli/listen/find-workspace.ts';
import { FrameioClient } from '../../../lib/client/client.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';

/** Finds the workspace of an account, if the API lists these. */
async function find(listed: readonly { readonly id: string; readonly name: string }[]) {
  const server = await scriptedServer((response) => json(response, 200, { data: listed, links: {} }));
  const client = new FrameioClient({ token: 'token', baseUrl: server.url });
  return await findWorkspace(client, { FRAMEIO_ACCOUNT_ID: 'account' }).finally(() => server.close());
}

const [FILM, SERIES] = [
  { id: '1', name: 'Film' },
  { id: '2', name: 'Series' },
];

it('finds the only workspace', async () => {
  expect(await find([FILM])).toEqual({ accountId: 'account', workspaceId: '1' });
});

it('lists several workspaces to choose from', async () => {
  const text = 'Set FRAMEIO_WORKSPACE_ID in the environment or in .env to one of:\n  1  Film\n  2  Series';
  await expect(find([FILM, SERIES])).rejects.toThrow(text);
});

it('says what to do if the user sees no workspace', async () => {
  await expect(find([])).rejects.toThrow('The user of FRAMEIO_TOKEN sees no workspace. Use the token of a user who');
});
