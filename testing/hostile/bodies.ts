import { gzipSync } from 'node:zlib';
import { type GenuineRequest, withHeader } from './genuine-request.ts';
import type { HostileCase } from './hostile-case.ts';

/** A case with another body, which is signed correctly. */
function signed(name: string, body: string | Buffer | ((genuine: GenuineRequest) => string | Buffer)): HostileCase {
  return [name, (genuine) => genuine.signed(typeof body === 'function' ? body(genuine) : body)];
}

/** Signed bodies that are no event. */
export const NOT_EVENTS: readonly HostileCase[] = [
  signed('an empty body', Buffer.alloc(0)),
  signed('a body with invalid UTF-8', ({ body }) => Buffer.concat([Buffer.from(body), Buffer.from([0xc3, 0x28])])),
  signed('JSON after a byte order mark', ({ body }) => Buffer.from(`\uFEFF${body}`)),
  signed('JSON after NUL and control characters', ({ body }) => Buffer.from(`\u0000\u0001${body}`)),
  signed('a body that is not JSON', 'file.ready'),
  signed('truncated JSON', ({ body }) => body.slice(0, -5)),
  signed('a body that is null', 'null'),
  signed('a body that is a number', '5'),
  signed('a body that is a string', '"x"'),
  signed('a body that is a list', '[]'),
  signed('a body that is a form', 'type=file.ready'),
  signed('an event with its type in a list', ({ bodyWith }) => bodyWith({ type: ['file.ready'] })),
  signed('an event with an object for a type', ({ bodyWith }) => bodyWith({ type: {} })),
  signed('an event without a type', ({ bodyWith }) => bodyWith({ type: undefined })),
  signed('an event without a resource', ({ bodyWith }) => bodyWith({ resource: null })),
  signed('an event without an account', ({ bodyWith }) => bodyWith({ account: {}, account_id: undefined })),
  signed('an event with a number for an id', ({ bodyWith }) => bodyWith({ resource: { id: 7, type: 'file' } })),
];

/** Bodies that differ from the signed one. */
export const OTHER_BODIES: readonly HostileCase[] = [
  ['text that is declared base64', ({ delivery }) => ({ ...delivery, isBase64Encoded: true })],
  [
    'base64 that is declared text',
    ({ body, signed: sign }) => ({ ...sign(Buffer.from(body)), isBase64Encoded: false }),
  ],
  [
    'a body that was compressed after it was signed',
    ({ body, delivery }) => ({
      ...withHeader(delivery, 'content-encoding', 'gzip'),
      body: gzipSync(body).toString('base64'),
      isBase64Encoded: true,
    }),
  ],
];

/** A body that was compressed before it was signed. */
export const COMPRESSED_BODIES: readonly HostileCase[] = [
  [
    'a body that was compressed before it was signed',
    ({ body, signed: sign }) => withHeader(sign(gzipSync(body)), 'content-encoding', 'gzip'),
  ],
];

/** Bodies over the limit of 262,144 bytes. */
export const LARGE_BODIES: readonly HostileCase[] = [
  signed('a body of six megabytes', () => 'a'.repeat(6_000_000)),
  signed('a body of ten megabytes', () => 'a'.repeat(10_000_000)),
  signed('a body of ten megabytes in base64', () => Buffer.alloc(10_000_000)),
  signed('a body that is one byte over the limit', () => 'a'.repeat(262_145)),
  [
    'a body over the limit with a short content-length',
    ({ signed: sign }) => withHeader(sign('a'.repeat(300_000)), 'content-length', '10'),
  ],
];

/** Genuine requests in an unusual form. */
export const UNUSUAL_REQUESTS: readonly HostileCase[] = [
  signed('multi-byte characters in base64', ({ bodyWith }) => Buffer.from(bodyWith({ name: 'Übergröße 🎬' }))),
  signed('multi-byte characters in text', ({ bodyWith }) => bodyWith({ name: 'Übergröße 🎬' })),
  signed('keys that name properties of every object', ({ body }) => withPoison(body)),
  signed('ten thousand nested lists', ({ body }) => withDeepLists(body)),
  signed('two types, of which the last counts', ({ body }) => `{"type":"x",${body.slice(1)}`),
  signed('unknown fields', ({ bodyWith }) => bodyWith({ attempt: 3, resource_details: { deep: [1] } })),
  [
    'a content type with a character set',
    ({ delivery }) => withHeader(delivery, 'content-type', 'application/json; charset=utf-8'),
  ],
  ['no content type', ({ delivery }) => withHeader(delivery, 'content-type', undefined)],
  [
    'the content type of a form',
    ({ delivery }) => withHeader(delivery, 'content-type', 'application/x-www-form-urlencoded'),
  ],
  ['a content-length that is too large', ({ delivery }) => withHeader(delivery, 'content-length', '99999999')],
];

/** An event that no handler receives. A status of 4xx or 5xx would make Frame.io send it again. */
export const UNKNOWN_EVENTS: readonly HostileCase[] = [
  signed('an unknown type of event', ({ bodyWith }) => bodyWith({ type: 'file.archived' })),
];

function withPoison(json: string): string {
  const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},';
  return `{${poison}${json.slice(1)}`;
}

function withDeepLists(json: string): string {
  return `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},${json.slice(1)}`;
}
