import { describe, expect, it } from '@jest/globals';
import { webAppApi } from '../../../sandbox/control/web-app-api.ts';
import { findRoute } from '../../../sandbox/frameio/api/router.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';

const events: string[] = [];
const state = new FrameioState({ onEvent: ({ type, resource }) => events.push(`${type} ${resource.id}`) });
const { id: fileId } = state.addFile({ name: 'a.mp4', fileSize: 1 });

/** Calls the control API. Returns the response as one object. */
async function call(method: string, path: string, body: object = {}): Promise<Record<string, unknown>> {
  const route = findRoute(webAppApi(state), method, path);
  const readBody = () => Promise.resolve(Buffer.from(JSON.stringify(body)));
  const { ids = {}, operation } = route ?? {};
  return { ...(await operation?.handle({ ids, query: new URLSearchParams(), headers: {}, readBody })) };
}

describe('what users do in the web app', () => {
  it('creates a collection, changes it and deletes it, with an event each', async () => {
    events.length = 0;
    const created = await call('POST', '/sandbox/collections', { name: 'Selects', asset_ids: [fileId] });
    expect(created).toMatchObject({ status: 201, body: { name: 'Selects', auto_generated: false } });
    const [stored] = state.stores.collections.all();
    const path = `/sandbox/collections/${stored?.id}`;
    expect(await call('PATCH', path, { name: 'Best takes' })).toMatchObject({
      status: 200,
      body: { name: 'Best takes' },
    });
    expect(state.stores.collections.all()).toMatchObject([{ assetIds: [fileId] }]);
    expect(await call('DELETE', path)).toMatchObject({ status: 200 });
    expect(await call('DELETE', path)).toEqual({
      status: 404,
      body: { error: `There is no collection ${stored?.id}.` },
    });
    expect(events).toEqual(['created', 'updated', 'deleted'].map((change) => `collection.${change} ${stored?.id}`));
  });

  it('replies to a comment', async () => {
    const { id } = state.addComment(fileId, { text: 'Too dark' });
    events.length = 0;
    const response = await call('POST', `/sandbox/comments/${id}/replies`, { text: 'Fixed' });
    expect(response).toMatchObject({ status: 201, body: { text: 'Fixed', parentId: id } });
    expect(events).toEqual([expect.stringMatching(/^comment\.created /)]);
  });

  it.each([
    {
      name: 'no name',
      body: {},
      error: '/name: Missing field: name. Send {"name": <string>, "asset_ids": <array>, "project_id": <string>}.',
      status: 422,
    },
    { name: 'an unknown asset', body: { name: 'x', asset_ids: ['y'] }, error: 'There is no asset y.', status: 422 },
    { name: 'an unknown project', body: { name: 'x', project_id: 'y' }, error: 'There is no project y.', status: 404 },
  ])('refuses a collection with $name', async ({ body, error, status }) => {
    expect(await call('POST', '/sandbox/collections', body)).toEqual({ status, body: { error } });
  });
});
