import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { httpApi } from '../../../../sandbox/aws/api-gateway/http-api.ts';
import { routesOf, throttleOf } from '../../../../sandbox/deployment/http-api-resources.ts';
import { type LocalServer, listen } from '../../../../sandbox/http/listen.ts';
import { builtEndpoint, builtStack } from '../../../support/synthesized.ts';

let server: LocalServer;
let events: unknown[];
let errors: string[];
let invoke: (event: unknown) => Promise<unknown>;

beforeEach(async () => {
  events = [];
  errors = [];
  invoke = async () => ({ statusCode: 204, headers: { 'x-from': 'the function' }, body: '' });
  const recordAndInvoke = (event: unknown) => {
    events.push(event);
    return invoke(event);
  };
  const routes = [{ method: 'POST', path: '/frameio', invoke: recordAndInvoke }];
  const onFunctionError = ({ message }: Error) => void errors.push(message);
  server = await listen(httpApi({ routes, throttle: { rate: 0, burst: 3 }, onFunctionError }));
});
afterEach(() => server.close());

const post = (body: string | Buffer<ArrayBuffer>, headers = {}) =>
  fetch(`${server.url}/frameio?a=1`, { method: 'POST', body, headers });

it('invokes the function with an event in payload format 2.0, and sends its result', async () => {
  const response = await post('{"ü":1}', { 'content-type': 'application/json', 'X-Frameio-Signature': 'v0=1' });
  expect(response.status).toBe(204);
  expect(response.headers.get('x-from')).toBe('the function');
  expect(events).toMatchObject([
    {
      version: '2.0',
      routeKey: 'POST /frameio',
      rawPath: '/frameio',
      rawQueryString: 'a=1',
      headers: { 'x-frameio-signature': 'v0=1' },
      requestContext: { http: { method: 'POST', path: '/frameio' } },
      body: '{"ü":1}',
      isBase64Encoded: false,
    },
  ]);
});

it('encodes a binary body in base64', async () => {
  await post(Buffer.from([0, 255]), { 'content-type': 'application/octet-stream' });
  expect(events).toMatchObject([{ body: 'AP8=', isBase64Encoded: true }]);
});

describe('a request without a route', () => {
  it.each([
    ['GET', '/frameio'],
    ['PUT', '/frameio'],
    ['HEAD', '/frameio'],
    ['OPTIONS', '/frameio'],
    ['POST', '/'],
    ['POST', '/frameio/other'],
  ])('%s %s receives 404 and does not reach the function', async (method, path) => {
    expect((await fetch(`${server.url}${path}`, { method })).status).toBe(404);
    expect(events).toEqual([]);
  });
});

it('responds 429 above the rate, without the function', async () => {
  const statuses: number[] = [];
  for (let number = 0; number < 1_000; number += 1) statuses.push((await post('{}')).status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429)).toHaveLength(997);
  expect(events).toHaveLength(3);
});

it('counts the requests of each route apart, by its own throttle or that of the API', async () => {
  const invoked: string[] = [];
  const route = (path: string) => ({
    method: 'POST',
    path: `/${path}`,
    invoke: async () => void invoked.push(path),
  });
  const routes = [route('first'), { ...route('second'), throttle: { rate: 0, burst: 5 } }];
  const api = await listen(httpApi({ routes, throttle: { rate: 0, burst: 2 }, onFunctionError: () => undefined }));
  for (const path of ['first', 'second']) {
    for (let number = 0; number < 8; number += 1) await fetch(`${api.url}/${path}`, { method: 'POST' });
  }
  await api.close();
  expect(['first', 'second'].map((path) => invoked.filter((one) => one === path).length)).toEqual([2, 5]);
});

it('responds a bare 500 when the function fails', async () => {
  invoke = () => Promise.reject(new Error('the reason'));
  const response = await post('{}');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  expect(errors).toEqual(['the reason']);
});

it('survives a malformed request and a caller that disconnects', async () => {
  const raw = (text: string) =>
    new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
      socket.on('data', () => socket.destroy());
      socket.on('close', resolve);
      if (text.endsWith('half')) setImmediate(() => socket.destroySoon());
    });
  await raw('GET // HTTP/1.1\r\nhost: x\r\n\r\n');
  await raw('POST /frameio HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
  expect((await post('{}')).status).toBe(204);
});

it('reads routes and throttle from the template', () => {
  expect(throttleOf(builtStack())).toEqual({ rate: 200, burst: 400 });
  expect(routesOf(builtStack())).toMatchObject([
    { method: 'POST', path: '/frameio', functionLogicalId: builtEndpoint().logicalId },
  ]);
});
