import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SETTINGS } from '../../../cdk/settings.ts';
import { httpApi } from '../../../sandbox/aws/http-api.ts';
import { routesOf, throttleOf } from '../../../sandbox/aws/synthesized-http-api.ts';
import { type LocalServer, listen } from '../../../sandbox/listen.ts';
import { builtEndpoint, builtStack } from '../../support/synthesized.ts';

let server: LocalServer;
let events: unknown[];
let errors: string[];
let invoke: (event: unknown) => Promise<unknown>;

beforeEach(async () => {
  events = [];
  errors = [];
  invoke = async () => ({ statusCode: 204, headers: { 'x-from': 'the function' }, body: '' });
  const keepAndInvoke = (event: unknown) => {
    events.push(event);
    return invoke(event);
  };
  const routes = [{ method: 'POST', path: '/frameio', invoke: keepAndInvoke }];
  const onFunctionError = ({ message }: Error) => void errors.push(message);
  server = await listen(httpApi({ routes, throttle: { rate: 0, burst: 3 }, onFunctionError }));
});
afterEach(() => server.close());

const post = (body: string | Buffer<ArrayBuffer>, headers = {}) =>
  fetch(`${server.url}/frameio?a=1`, { method: 'POST', body, headers });

it('hands the function an event of payload format 2.0, and passes its answer on', async () => {
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

it('hands bytes that are no text over in base64', async () => {
  await post(Buffer.from([0, 255]), { 'content-type': 'application/octet-stream' });
  expect(events).toMatchObject([{ body: 'AP8=', isBase64Encoded: true }]);
});

describe('48: what has no route is 404, before the function', () => {
  it.each([
    ['GET', '/frameio'],
    ['PUT', '/frameio'],
    ['HEAD', '/frameio'],
    ['OPTIONS', '/frameio'],
    ['POST', '/'],
    ['POST', '/frameio/other'],
  ])('%s %s', async (method, path) => {
    expect((await fetch(`${server.url}${path}`, { method })).status).toBe(404);
    expect(events).toEqual([]);
  });
});

it('53: what is over the rate is 429, before the function', async () => {
  const statuses: number[] = [];
  for (let number = 0; number < 1_000; number += 1) statuses.push((await post('{}')).status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429)).toHaveLength(997);
  expect(events).toHaveLength(3);
});

it('tells the caller 500 and no more when the function fails', async () => {
  invoke = () => Promise.reject(new Error('the reason'));
  const response = await post('{}');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  expect(errors).toEqual(['the reason']);
});

it('outlives a request that cannot be read, and a caller that hangs up', async () => {
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

it('is what the template says', () => {
  const { template } = builtStack();
  const { throttleRate: rate = 200, throttleBurst: burst = 400 } = SETTINGS.endpoint ?? {};
  expect(throttleOf(template)).toEqual({ rate, burst });
  expect(routesOf(template)).toEqual([
    { method: 'POST', path: '/frameio', functionLogicalId: builtEndpoint().logicalId },
  ]);
});
