import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientOperations } from '../../../../sandbox/frameio/api/client-operations.ts';
import { OPERATIONS } from '../../../../sandbox/frameio/api/operations/index.ts';
import { findRoute } from '../../../../sandbox/frameio/api/router.ts';
import { fieldError, type RawRequest, type RunningApi, startApi } from '../running-api.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('the API', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  it.each<{ name: string; headers: Record<string, string> }>([
    { name: 'no token', headers: { authorization: '' } },
    { name: 'another token', headers: { authorization: 'Bearer fio-sandbox-guess' } },
    { name: 'another scheme', headers: { authorization: 'Basic abc' } },
  ])('responds 401 to $name, with Frame.io’s message', async ({ headers }) => {
    expect(await api.send('/v4/me', { headers })).toMatchObject({
      status: 401,
      headers: { 'content-type': 'application/json', 'x-ratelimit-limit': '100' },
      body: { errors: [{ title: 'Unauthorized', detail: 'Invalid or missing authorization token' }] },
    });
  });

  it('refuses a token that only starts with the valid one', async () => {
    const { status } = await api.send('/v4/me', { headers: { authorization: `Bearer ${api.state.token}0` } });
    expect(status).toBe(401);
  });

  it.each<{ name: string; path: string; method?: string }>([
    { name: 'an unknown path', path: '/v4/nothing' },
    { name: 'a path below a known one', path: '/v4/me/too' },
    { name: 'a method that the path lacks', path: '/v4/me', method: 'DELETE' },
    { name: 'a path outside /v4', path: '/' },
  ])('has no route for $name', async ({ path, method }) => {
    const response = await api.send(path, method === undefined ? {} : { method });
    expect(response).toMatchObject({ status: 404, body: { errors: [{ detail: 'no route found' }] } });
    expect(response.headers).not.toHaveProperty('x-ratelimit-limit');
  });

  it('responds 501 with the name of an operation that it lacks', async () => {
    const missing = clientOperations().filter(({ method, path }) => !findRoute(OPERATIONS, method, path));
    for (const { name, method, path } of missing) {
      expect(await api.send(path.replaceAll(/[{}]/g, ''), { method })).toMatchObject({
        status: 501,
        body: { errors: [{ detail: expect.stringContaining(`${name} (${method} /v4/accounts`) }] },
      });
    }
  });

  it('has the experimental operations only for callers that ask for them', async () => {
    const stable = OPERATIONS.filter(({ isExperimental }) => !isExperimental).map(({ name }) => name);
    const experimental = OPERATIONS.filter(({ isExperimental, name }) => isExperimental && !stable.includes(name));
    for (const { method, path } of experimental) {
      const filled = path.replaceAll(/\{\w+\}/g, UNKNOWN_ID);
      const headers = { 'api-version': 'experimental' };
      expect(await api.send(filled, { method, headers })).not.toMatchObject({ status: 501 });
      expect(await api.send(filled, { method })).toMatchObject({ body: { errors: [{ detail: 'no route found' }] } });
    }
  });

  it.each([
    {
      name: 'an account id that is not a UUID',
      path: () => `/v4/accounts/1/files/${UNKNOWN_ID}`,
      pointer: '/account_id',
    },
    { name: 'a file id that is not a UUID', path: () => api.pathOf('my-file'), pointer: '/file_id' },
    { name: 'an id with malformed encoding', path: () => api.pathOf('%E0%A4%A'), pointer: '/file_id' },
  ])('refuses $name', async ({ path, pointer }) => {
    expect(await api.send(path())).toMatchObject({ status: 422, body: fieldError(pointer, expect.any(String)) });
  });

  it.each([
    {
      name: 'another account',
      path: () => `/v4/accounts/${UNKNOWN_ID}/files/${api.state.addFile({ name: 'a.mp4', fileSize: 1 }).id}`,
    },
    { name: 'an unknown file', path: () => api.pathOf(UNKNOWN_ID) },
    { name: 'an asset in Adobe’s storage', path: () => api.pathOf('adobe:abc') },
  ])('does not find $name', async ({ path }) => {
    expect(await api.send(path())).toMatchObject({ status: 404, body: { errors: [{ detail: 'Not found' }] } });
  });

  it('ignores unknown query parameters', async () => {
    expect(await api.send('/v4/me?page=2&fields=id')).toMatchObject({ status: 200 });
  });

  it.each<{ name: string; status: number; request: RawRequest }>([
    { name: 'text that is not JSON', status: 400, request: { body: '{"data":' } },
    { name: 'no bytes at all', status: 400, request: { body: '' } },
    { name: 'bytes that are not UTF-8', status: 400, request: { body: Buffer.from('22ff22', 'hex') } },
    { name: 'a form', status: 400, request: { body: 'a=1', headers: { 'content-type': 'text/plain' } } },
    { name: 'more than 1 MiB', status: 413, request: { body: ' '.repeat(1_048_577) } },
    { name: 'JSON that is not an object', status: 422, request: { body: 'null' } },
    { name: 'a list', status: 422, request: { body: [] } },
  ])('responds $status to a body of $name', async ({ status, request }) => {
    const file = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    const response = await api.send(`${api.pathOf(file.id)}/comments`, request);
    expect(response).toMatchObject({ status, headers: { 'x-ratelimit-remaining': '99' } });
    expect(response.body).toMatchObject({ errors: [{ detail: expect.any(String) }] });
    expect(api.state.commentsOf(file.id)).toEqual([]);
  });

  it('accepts a content type with a charset', async () => {
    const file = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const response = await api.send(`${api.pathOf(file.id)}/comments`, { headers, body: { data: { text: 'Hi' } } });
    expect(response.status).toBe(201);
  });

  it('reports every call', async () => {
    await api.send('/v4/me?x=1');
    await api.send('/v4/nothing', { body: {} });
    expect(api.calls).toEqual([
      { method: 'GET', path: '/v4/me', status: 200 },
      { method: 'POST', path: '/v4/nothing', status: 404 },
    ]);
  });

  it('ignores a call whose caller disconnects midway', async () => {
    const half = connect(api.port, '127.0.0.1');
    half.write('POST /v4/me HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{', () => half.resetAndDestroy());
    await once(half, 'close');
    expect(await api.send('/v4/me')).toMatchObject({ status: 200, headers: { 'x-ratelimit-remaining': '99' } });
    expect(api.calls).toHaveLength(1);
  });

  it('limits the rate, and reports the remaining calls', async () => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    const show = async () => {
      const { status, headers, body } = await api.send(api.pathOf(id));
      return { status, remaining: headers['x-ratelimit-remaining'], window: headers['x-ratelimit-window'], body };
    };
    for (let remaining = 9; remaining >= 0; remaining -= 1)
      expect(await show()).toMatchObject({ status: 200, remaining: String(remaining) });
    expect(await show()).toEqual({
      status: 429,
      remaining: '0',
      window: '1000',
      body: { errors: [{ detail: 'Too many requests' }] },
    });
    api.clock.ms += 100;
    expect(await show()).toMatchObject({ status: 200, remaining: '0' });
    expect(await api.send('/v4/me')).toMatchObject({ status: 200, headers: { 'x-ratelimit-remaining': '99' } });
  });
});

describe('a fault of the API', () => {
  let api: RunningApi;
  afterEach(() => api.close());

  it.each([
    { status: 401, detail: 'Invalid or missing authorization token', remaining: '99' },
    { status: 403, detail: 'Forbidden', remaining: '99' },
    { status: 429, detail: 'Too many requests', remaining: '0' },
    { status: 500, detail: 'Internal Server Error', remaining: '99' },
  ])('responds $status instead of processing the call', async ({ status, detail, remaining }) => {
    api = await startApi({ fault: ({ method }) => (method === 'POST' ? status : undefined) });
    const file = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    expect(await api.send(`${api.pathOf(file.id)}/comments`, { body: { data: { text: 'Hi' } } })).toMatchObject({
      status,
      headers: { 'x-ratelimit-remaining': remaining },
      body: { errors: [{ detail }] },
    });
    expect(api.state.commentsOf(file.id)).toEqual([]);
    expect(await api.send(api.pathOf(file.id))).toMatchObject({ status: 200 });
  });

  it('responds 500 with the reason when the sandbox itself fails', async () => {
    api = await startApi();
    api.state.stores.files.require = () => {
      throw new Error('no such shelf');
    };
    expect(await api.send(api.pathOf(UNKNOWN_ID))).toMatchObject({
      status: 500,
      body: { errors: [{ detail: 'The sandbox failed: Error: no such shelf' }] },
    });
  });
});
