import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAUTHORIZED } from '../support/endpoint-under-test.ts';
import { signedBytes } from '../support/events.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => expect(endpoint.leaks).toEqual([]));
  afterAll(() => endpoint.stop());

  const body = (change: object = {}) => endpoint.body({ ...change, case: expect.getState().currentTestName });
  const bytes = (content: Uint8Array) => signedBytes(Buffer.from(content), endpoint.signingSecret);
  const NOT_AN_EVENT = response(400, 'invalid_event');

  describe('a signed body that is not an event', () => {
    it.each<[string, () => unknown]>([
      ['empty', () => bytes(Buffer.alloc(0))],
      ['invalid UTF-8', () => bytes(Buffer.concat([Buffer.from(body()), Buffer.from([0xc3, 0x28])]))],
      ['JSON after a byte order mark', () => bytes(Buffer.from(`\uFEFF${body()}`))],
      ['JSON after NUL and control characters', () => bytes(Buffer.from(`\u0000\u0001${body()}`))],
      ['not JSON', () => endpoint.genuine({ body: 'file.ready' })],
      ['truncated JSON', () => endpoint.genuine({ body: body().slice(0, -5) })],
      ['null', () => endpoint.genuine({ body: 'null' })],
      ['a number', () => endpoint.genuine({ body: '5' })],
      ['a string', () => endpoint.genuine({ body: '"x"' })],
      ['a list', () => endpoint.genuine({ body: '[]' })],
      ['an event with its type in a list', () => endpoint.genuine({ body: body({ type: ['file.ready'] }) })],
      ['an event with an object for a type', () => endpoint.genuine({ body: body({ type: {} }) })],
      ['an event without a type', () => endpoint.genuine({ body: body({ type: undefined }) })],
      ['a form', () => endpoint.genuine({ body: 'type=file.ready' })],
      ['a known event without a resource', () => endpoint.genuine({ body: body({ resource: null }) })],
      [
        'a known event without an account',
        () => endpoint.genuine({ body: body({ account: {}, account_id: undefined }) }),
      ],
      [
        'a known event with a number for an id',
        () => endpoint.genuine({ body: body({ resource: { id: 7, type: 'file' } }) }),
      ],
    ])('is answered 400, without effect: %s', async (_, event) => {
      const before = endpoint.commentCount;
      expect(await endpoint.invoke(event())).toEqual(NOT_AN_EVENT);
      expect(endpoint.commentCount).toBe(before);
    });
  });

  describe('a signed event in an unusual form', () => {
    it.each<[string, () => unknown]>([
      ['multi-byte characters in base64', () => bytes(Buffer.from(body({ name: 'Übergröße 🎬' })))],
      ['multi-byte characters in text', () => endpoint.genuine({ body: body({ name: 'Übergröße 🎬' }) })],
      ['keys that name properties of every object', () => endpoint.genuine({ body: withPoison(body()) })],
      ['ten thousand nested lists', () => endpoint.genuine({ body: withDeepLists(body()) })],
      ['two types, of which the last counts', () => endpoint.genuine({ body: `{"type":"x",${body().slice(1)}` })],
      ['a content type with a character set', () => withHeader('content-type', 'application/json; charset=utf-8')],
      ['no content type', () => withHeader('content-type', undefined)],
      ['the content type of a form', () => withHeader('content-type', 'application/x-www-form-urlencoded')],
      ['unknown fields', () => endpoint.genuine({ body: body({ attempt: 3, resource_details: { deep: [1] } }) })],
    ])('is handled: %s', async (_, event) => {
      const before = endpoint.commentCount;
      expect(await endpoint.invoke(event())).toEqual(endpoint.accepted);
      expect(endpoint.commentCount).toBe(before + 1);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });
  });

  it('answers 200 to an unknown type, so that Frame.io does not retry', async () => {
    const before = endpoint.commentCount;
    const event = endpoint.genuine({ body: body({ type: 'file.archived' }) });
    const dialog = { title: 'Not available', description: 'This action is no longer available.' };
    const unhandled = options.requests === 'action' ? dialog : { outcome: 'unhandled' };
    expect(await endpoint.invoke(event)).toEqual({ ...response(200, ''), body: JSON.stringify(unhandled) });
    expect(endpoint.commentCount).toBe(before);
  });

  describe('a body other than the signed one', () => {
    it.each<[string, () => unknown]>([
      ['text that is declared base64', () => ({ ...endpoint.genuine({ body: body() }), isBase64Encoded: true })],
      ['base64 that is declared text', () => ({ ...bytes(Buffer.from(body())), isBase64Encoded: false })],
      ['compressed after it was signed', () => compressed()],
    ])('is unauthorized: %s', async (_, event) => {
      expect(await endpoint.invoke(event())).toEqual(UNAUTHORIZED);
    });
  });

  it('answers 415 to a body that was compressed before it was signed', async () => {
    const event = bytes(gzipSync(body()));
    const headers = { ...event.headers, 'content-encoding': 'gzip' };
    expect(await endpoint.invoke({ ...event, headers })).toEqual(response(415, 'unsupported_encoding'));
  });

  describe('a body over the limit', () => {
    const long = (length: number) => 'a'.repeat(length);
    it.each<[string, () => unknown]>([
      ['six megabytes', () => endpoint.genuine({ body: long(6_000_000) })],
      ['ten megabytes', () => endpoint.genuine({ body: long(10_000_000) })],
      ['ten megabytes in base64', () => bytes(Buffer.alloc(10_000_000))],
      ['one byte over the limit', () => endpoint.genuine({ body: long(262_145) })],
      ['with a short content-length', () => shortened(endpoint.genuine({ body: long(300_000) }))],
    ])('is answered 413: %s', async (_, event) => {
      expect(await endpoint.invoke(event())).toEqual({ statusCode: 413, headers: {}, body: '' });
    });

    it('handles a body within the limit that has a large content-length', async () => {
      const headers = { 'content-length': '99999999' };
      const event = endpoint.genuine({ body: body() });
      expect(await endpoint.invoke({ ...event, headers: { ...event.headers, ...headers } })).toEqual(endpoint.accepted);
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
});
