import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameioEvent } from '../../../../sandbox/frameio/state/frameio-event.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const NOW = '2026-11-23T10:00:00.123000Z';
const NOBODY = '0f8fad5b-d9cb-469f-a165-70867728950e';
const REVIEW = { type: 'asset', access: 'public', name: 'Review' } as const;

describe('shares', () => {
  let api: RunningApi;
  let events: FrameioEvent[];
  beforeEach(async () => {
    events = [];
    api = await startApi({ onEvent: (event) => events.push(event) });
  });
  afterEach(() => api.close());

  const accountId = () => api.state.account.id;
  const list = () => `/v4/accounts/${accountId()}/projects/${api.state.project.id}/shares`;
  const addFile = (name = 'a.mp4') => api.state.addFile({ name, fileSize: 1 }).id;
  const create = async (data: object = {}) =>
    (await api.client.shares.create(accountId(), api.state.project.id, { data: { ...REVIEW, ...data } })).data;
  const names = async (shareId: string) =>
    (await api.client.shares.listAssets(accountId(), shareId, { sort: 'name_asc' })).data.map(({ name }) => name);
  const reviewers = async (shareId: string) =>
    (await api.client.shares.listReviewers(accountId(), shareId)).data.map(({ email }) => email);

  it('creates a share, changes it and deletes it, with an event each', async () => {
    const created = await create({ asset_ids: [addFile()], layout: 'grid' });
    expect(created).toEqual({
      id: UUID,
      name: 'Review',
      access: 'public',
      description: null,
      enabled: true,
      commenting_enabled: true,
      downloading_enabled: true,
      expiration: null,
      short_url: `${api.url}/shares/${created.id}`,
      collection_id: UUID,
      last_viewed_at: null,
      layout: 'grid',
      created_at: NOW,
      updated_at: NOW,
    });
    const { data } = await api.client.shares.update(accountId(), created.id, { data: { enabled: false } });
    expect(data).toEqual({ ...created, enabled: false });
    await api.client.shares.delete(accountId(), created.id);
    expect(events).toMatchObject(
      ['share.created', 'share.updated', 'share.deleted'].map((type) => ({
        type,
        resource: { id: created.id, type: 'share' },
        project: { id: api.state.project.id },
      })),
    );
    expect(api.state.stores.collections.all()).toEqual([]);
  });

  it('holds the assets of a share in a collection, which shows the share', async () => {
    const { id, collection_id } = await create();
    const { data } = await api.client.collections.show(accountId(), collection_id, { include: 'creator,shares' });
    expect(data).toMatchObject({ auto_generated: true, creator: api.state.user, shares: [{ id }] });
  });

  it('lists the contents of folders and version stacks with the assets of a share', async () => {
    const stack = api.state.createVersionStack([addFile('v1.mp4'), addFile('v2.mp4')]);
    const { id } = await create({ asset_ids: [stack.id] });
    expect(await names(id)).toEqual(['v1.mp4', 'v2.mp4', 'v2.mp4']);
  });

  it('adds and removes an asset', async () => {
    const { id } = await create({ asset_ids: [addFile('a.mp4')] });
    const added = addFile('b.mp4');
    const { data } = await api.client.shares.addAsset(accountId(), id, { data: { asset_id: added } });
    expect(data).toMatchObject({ id, asset_added: added });
    expect(await names(id)).toEqual(['a.mp4', 'b.mp4']);
    const removed = await api.client.shares.removeAsset(accountId(), id, added);
    expect(removed.data).toMatchObject({ id, asset_removed: added });
    expect(await names(id)).toEqual(['a.mp4']);
    expect(events.map(({ type }) => type)).toEqual(['share.created', 'share.updated', 'share.updated']);
  });

  it('adds reviewers to a secure share by email and id, each once, and removes them', async () => {
    const { id } = await create({ access: 'secure' });
    const { user } = api.state;
    const add = (people: { emails: readonly string[] } | { user_ids: readonly string[] }) =>
      api.client.shares.addReviewers(accountId(), id, { data: { reviewers: people, message: 'Please review' } });
    await add({ emails: ['client@example.com'] });
    await add({ user_ids: [user.id] });
    await add({ emails: [user.email.toUpperCase()] });
    expect(await reviewers(id)).toEqual(['client@example.com', user.email]);
    await api.client.shares.removeReviewers(accountId(), id, {
      data: { reviewers: { emails: ['client@example.com'] } },
    });
    expect(await reviewers(id)).toEqual([user.email]);
  });

  it('does not add reviewers to a public share', async () => {
    const { id } = await create();
    const data = { reviewers: { emails: ['client@example.com'] }, message: 'Please review' };
    await api.client.shares.addReviewers(accountId(), id, { data });
    expect(await reviewers(id)).toEqual([]);
  });

  it('records a view at the URL of the share', async () => {
    const { id, short_url } = await create({ name: 'Cut <1>', asset_ids: [addFile('a & b.mp4')] });
    api.clock.ms += 1_000;
    const response = await fetch(short_url ?? '');
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/Cut &lt;1&gt;.*a &amp; b\.mp4/);
    expect(events.at(-1)).toMatchObject({ type: 'share.viewed', resource: { id } });
    const { data } = await api.client.shares.show(accountId(), id);
    expect(data.last_viewed_at).toBe('2026-11-23T10:00:01.123000Z');
    const activities = await api.client.shares.listActivities(accountId(), id, { include: 'user' });
    expect(activities.data).toEqual([
      {
        id: UUID,
        type: 'share_viewed',
        inserted_at: data.last_viewed_at,
        asset_id: null,
        user_id: api.state.uploader.id,
        user: api.state.uploader,
      },
    ]);
  });

  it('asks the viewer of a secure share for a reviewer’s email, and then for the passphrase', async () => {
    const { id, short_url } = await create({ access: 'secure', passphrase: 'sesame' });
    const { user } = api.state;
    const data = { reviewers: { user_ids: [user.id] }, message: '' };
    await api.client.shares.addReviewers(accountId(), id, { data });
    const view = async (answers: Record<string, string>) => {
      const response = await fetch(`${short_url}?${new URLSearchParams(answers)}`);
      return { status: response.status, asked: /required/.test(await response.text()) };
    };
    expect(await view({})).toEqual({ status: 403, asked: true });
    expect(await view({ email: 'other@example.com', passphrase: 'sesame' })).toEqual({ status: 403, asked: true });
    expect(await view({ email: user.email, passphrase: 'x' })).toEqual({ status: 403, asked: true });
    expect(events.at(-1)?.type).not.toBe('share.viewed');
    expect(await view({ email: user.email, passphrase: 'sesame' })).toEqual({ status: 200, asked: false });
    expect(events.at(-1)).toMatchObject({ type: 'share.viewed', user });
  });

  it.each([
    { name: 'disabled', data: { enabled: false } },
    { name: 'expired', data: { expiration: '2026-11-23T09:00:00.000000Z' } },
  ])('does not show a $name share', async ({ data }) => {
    const { short_url } = await create(data);
    expect((await fetch(short_url ?? '')).status).toBe(404);
  });

  it('does not show a share to a website', async () => {
    const { short_url } = await create();
    expect((await fetch(short_url ?? '', { headers: { origin: 'https://example.com' } })).status).toBe(403);
  });

  it.each<{ name: string; data: object; pointer: string; detail?: string }>([
    { name: 'an unknown type', data: { type: 'project' }, pointer: '/data/type' },
    { name: 'an unknown field', data: { foo: 1 }, pointer: '/data/foo', detail: 'Unexpected field: foo' },
    { name: 'a name of two lines', data: { name: 'a\nb' }, pointer: '/data/name' },
    { name: 'an expiration that is no time', data: { expiration: 'tomorrow' }, pointer: '/data/expiration' },
    { name: 'an unknown asset', data: { asset_ids: [NOBODY] }, pointer: '/data/asset_ids/0' },
    {
      name: 'an unknown metadata field',
      data: { sort_by: { field_definition_id: NOBODY, direction: 'asc' } },
      pointer: '/data/sort_by/field_definition_id',
      detail: 'Field definition not found',
    },
  ])('refuses $name', async ({ data, pointer, detail = expect.any(String) }) => {
    const response = await api.send(list(), { body: { data: { ...REVIEW, ...data } } });
    expect(response).toMatchObject({ status: 422, body: fieldError(pointer, detail) });
  });

  it('refuses reviewers by two kinds of identifier', async () => {
    const { id } = await create({ access: 'secure' });
    const reviewersOf = { emails: ['client@example.com'], user_ids: [api.state.user.id] };
    const response = await api.send(`/v4/accounts/${accountId()}/shares/${id}/reviewers`, {
      body: { data: { reviewers: reviewersOf, message: '' } },
    });
    expect(response).toMatchObject({ status: 422, body: fieldError('/data/reviewers', expect.any(String)) });
  });
});
