import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAUTHORIZED } from '../support/endpoint-under-test.ts';
import { signedBytes } from '../support/events.ts';

let endpoint: EndpointUnderTest;
beforeAll(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(() => expect(endpoint.leaks).toEqual([]));
afterAll(() => endpoint.stop());

const body = (change: object = {}) => endpoint.body({ ...change, case: expect.getState().currentTestName });
const bytes = (content: Uint8Array) => signedBytes(Buffer.from(content), endpoint.signingSecret);
const NOT_AN_EVENT = response(400, 'invalid_event');

describe('genuine bytes that are no event are answered 400, without effect', () => {
  it.each<[string, () => unknown]>([
    ['nothing', () => bytes(Buffer.alloc(0))],
    ['invalid UTF-8', () => bytes(Buffer.concat([Buffer.from(body()), Buffer.from([0xc3, 0x28])]))],
    ['a byte order mark in front', () => bytes(Buffer.from(`\uFEFF${body()}`))],
    ['NUL and control characters', () => bytes(Buffer.from(`\u0000\u0001${body()}`))],
    ['no JSON', () => endpoint.genuine({ body: 'file.ready' })],
    ['half the JSON', () => endpoint.genuine({ body: body().slice(0, -5) })],
    ['null', () => endpoint.genuine({ body: 'null' })],
    ['a number', () => endpoint.genuine({ body: '5' })],
    ['a text', () => endpoint.genuine({ body: '"x"' })],
    ['a list', () => endpoint.genuine({ body: '[]' })],
    ['a type in a list', () => endpoint.genuine({ body: body({ type: ['file.ready'] }) })],
    ['a type that is an object', () => endpoint.genuine({ body: body({ type: {} }) })],
    ['no type', () => endpoint.genuine({ body: body({ type: undefined }) })],
    ['a form', () => endpoint.genuine({ body: 'type=file.ready' })],
    ['a known type without resource', () => endpoint.genuine({ body: body({ resource: null }) })],
    ['a known type without account', () => endpoint.genuine({ body: body({ account: {} }) })],
    [
      'a known type with an id that is none',
      () => endpoint.genuine({ body: body({ resource: { id: 7, type: 'file' } }) }),
    ],
  ])('%s', async (_, event) => {
    const before = endpoint.commentCount;
    expect(await endpoint.invoke(event())).toEqual(NOT_AN_EVENT);
    expect(endpoint.commentCount).toBe(before);
  });
});

describe('genuine events are handled, however unusual their bytes', () => {
  it.each<[string, () => unknown]>([
    ['base64 of several-byte characters', () => bytes(Buffer.from(body({ name: 'Übergröße 🎬' })))],
    ['several-byte characters as text', () => endpoint.genuine({ body: body({ name: 'Übergröße 🎬' }) })],
    ['keys that are properties of every object', () => endpoint.genuine({ body: withPoison(body()) })],
    ['ten thousand lists in each other', () => endpoint.genuine({ body: withDeepLists(body()) })],
    ['the type twice, of which the last counts', () => endpoint.genuine({ body: `{"type":"x",${body().slice(1)}` })],
    ['JSON with its character set', () => withHeader('content-type', 'application/json; charset=utf-8')],
    ['JSON without content type', () => withHeader('content-type', undefined)],
    [
      'JSON that calls itself a form: the bytes decide',
      () => withHeader('content-type', 'application/x-www-form-urlencoded'),
    ],
    ['fields nobody knows', () => endpoint.genuine({ body: body({ attempt: 3, resource_details: { deep: [1] } }) })],
  ])('%s', async (_, event) => {
    const before = endpoint.commentCount;
    expect(await endpoint.invoke(event())).toEqual(response(200, 'completed'));
    expect(endpoint.commentCount).toBe(before + 1);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

it('a genuine event of an unknown type is answered 200, or it would be sent four times more', async () => {
  const before = endpoint.commentCount;
  const event = endpoint.genuine({ body: body({ type: 'file.archived' }) });
  expect(await endpoint.invoke(event)).toEqual(response(200, 'unhandled'));
  expect(endpoint.commentCount).toBe(before);
});

describe('bytes other than those signed are refused', () => {
  it.each<[string, () => unknown]>([
    ['said to be base64, and is not', () => ({ ...endpoint.genuine({ body: body() }), isBase64Encoded: true })],
    ['base64, and not said to be', () => ({ ...bytes(Buffer.from(body())), isBase64Encoded: false })],
    ['compressed on the way', () => compressed()],
  ])('%s', async (_, event) => {
    expect(await endpoint.invoke(event())).toEqual(UNAUTHORIZED);
  });
});

it('a body that was compressed before it was signed is answered 415', async () => {
  const event = bytes(gzipSync(body()));
  const headers = { ...event.headers, 'content-encoding': 'gzip' };
  expect(await endpoint.invoke({ ...event, headers })).toEqual(response(415, 'unsupported_encoding'));
});

describe('a body too long is answered 413, whoever signed it', () => {
  const long = (length: number) => 'a'.repeat(length);
  it.each<[string, () => unknown]>([
    ['six megabytes', () => endpoint.genuine({ body: long(6_000_000) })],
    ['ten megabytes', () => endpoint.genuine({ body: long(10_000_000) })],
    ['ten megabytes in base64', () => bytes(Buffer.alloc(10_000_000))],
    ['one byte over', () => endpoint.genuine({ body: long(262_145) })],
    ['said to be short', () => shortened(endpoint.genuine({ body: long(300_000) }))],
  ])('%s', async (_, event) => {
    expect(await endpoint.invoke(event())).toEqual({ statusCode: 413, headers: {}, body: '' });
  });

  it('but a length that is said wrong decides nothing', async () => {
    const said = { 'content-length': '99999999' };
    const event = endpoint.genuine({ body: body() });
    expect(await endpoint.invoke({ ...event, headers: { ...event.headers, ...said } })).toEqual(
      response(200, 'completed'),
    );
  });
});

function withPoison(json: string): string {
  const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},';
  return `{${poison}${json.slice(1)}`;
}

function withDeepLists(json: string): string {
  return `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},${json.slice(1)}`;
}

function withHeader(name: string, value: string | undefined) {
  const event = endpoint.genuine({ body: body() });
  const { [name]: _, ...headers } = event.headers;
  return { ...event, headers: value === undefined ? headers : { ...headers, [name]: value } };
}

function compressed() {
  const event = endpoint.genuine({ body: body() });
  const headers = { ...event.headers, 'content-encoding': 'gzip' };
  return { ...event, headers, body: gzipSync(event.body).toString('base64'), isBase64Encoded: true };
}

function shortened(event: ReturnType<EndpointUnderTest['genuine']>) {
  return { ...event, headers: { ...event.headers, 'content-length': '10' } };
}
