import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SignedRequest, TOLERANCE_SECONDS, verifySignature } from '../../../lib/signature/verify-signature.ts';
import { signedHeaders } from '../../../sandbox/frameio/webhooks/signed-headers.ts';

const SECRET = 'a-signing-secret';
const NOW = 1_700_000_000;
const BODY = '{"type":"file.ready"}';

function signedRequest({ timestamp = NOW, secret = SECRET, body = BODY } = {}): SignedRequest {
  const headers = signedHeaders(body, secret, timestamp);
  return {
    timestamp: headers['x-frameio-request-timestamp'],
    signature: headers['x-frameio-signature'],
    body: Buffer.from(body),
  };
}

describe('verifySignature with a signature made elsewhere', () => {
  it('accepts a signature by openssl: printf "v0:1700000000:$BODY" | openssl dgst -sha256 -hmac a-signing-secret', () => {
    const body =
      '{"account":{"id":"6f70f1bd-7e89-4a7e-b4d3-7e576585a181"},"resource":{"id":"d3075547-4e64-45f0-ad12-d075660eddd2","type":"file"},"type":"file.ready","name":"Übergröße 🎬"}';
    const signature = 'v0=6fb0e17de8beb90ac4f2dbea1a1a745392acb222d3c7cb4afeed5c35103995bd';
    const request = { timestamp: '1700000000', signature, body: Buffer.from(body) };
    expect(verifySignature(request, [SECRET], NOW)).toEqual({ ok: true });
  });

  it('accepts a vector with the secret "secret" and a short body', () => {
    const signature = 'v0=eec94ba47b02cda8181c8cd83db55b5d3cef036e2e8db746b4d8a3d9165e6eb2';
    const request = { timestamp: '1604004499', signature, body: Buffer.from('{"type":"file.ready"}') };
    expect(verifySignature(request, ['secret'], 1_604_004_499)).toEqual({ ok: true });
  });
});

describe('verifySignature with a timestamp', () => {
  it.each([
    { name: 'accepts the current second', offset: 0, expected: { ok: true } },
    { name: 'accepts the oldest allowed timestamp', offset: -TOLERANCE_SECONDS, expected: { ok: true } },
    { name: 'accepts the newest allowed timestamp', offset: TOLERANCE_SECONDS, expected: { ok: true } },
    { name: 'refuses a timestamp one second older', offset: -301, expected: { ok: false, reason: 'timestamp_stale' } },
    { name: 'refuses a timestamp one second newer', offset: 301, expected: { ok: false, reason: 'timestamp_stale' } },
  ])('$name', ({ offset, expected }) => {
    expect(verifySignature(signedRequest({ timestamp: NOW + offset }), [SECRET], NOW)).toEqual(expected);
  });
});

describe('verifySignature with malformed headers', () => {
  const { timestamp = '', signature = '' } = signedRequest();
  it.each([
    { name: 'without a timestamp', headers: { timestamp: undefined }, reason: 'header_missing' },
    { name: 'without a signature', headers: { signature: '' }, reason: 'header_missing' },
    { name: 'with text before the timestamp', headers: { timestamp: ` ${timestamp}` }, reason: 'timestamp_malformed' },
    { name: 'with text after the timestamp', headers: { timestamp: `${timestamp}.0` }, reason: 'timestamp_malformed' },
    { name: 'with another version', headers: { signature: `v1=${signature.slice(3)}` }, reason: 'signature_malformed' },
    { name: 'with a shorter signature', headers: { signature: signature.slice(0, -1) }, reason: 'signature_malformed' },
    { name: 'with a longer signature', headers: { signature: `${signature}0` }, reason: 'signature_malformed' },
    { name: 'with letters of two bytes', headers: { signature: `v0=${'é'.repeat(64)}` }, reason: 'mismatch' },
    { name: 'with upper-case digits', headers: { signature: `v0=${'A'.repeat(64)}` }, reason: 'mismatch' },
  ])('refuses a request $name', ({ headers, reason }) => {
    expect(verifySignature({ ...signedRequest(), ...headers }, [SECRET], NOW)).toEqual({ ok: false, reason });
  });
});

it('verifies the same bytes as text', () => {
  const body = '{"name":"Übergröße 🎬"}';
  expect(verifySignature({ ...signedRequest({ body }), body }, [SECRET], NOW)).toEqual({ ok: true });
  expect(verifySignature({ ...signedRequest({ body }), body: `${body} ` }, [SECRET], NOW).ok).toBe(false);
});

it('verifies bytes that are not UTF-8 as they are', () => {
  // { printf 'v0:1700000000:'; printf '\\xff'; } | openssl dgst -sha256 -hmac a-signing-secret
  const signature = 'v0=1429090251b1f8130024c78488da5757ffce62e0c02d84cd0257732932ab837c';
  const request = { timestamp: '1700000000', signature, body: Buffer.from([0xff]) };
  expect(verifySignature(request, [SECRET], NOW)).toEqual({ ok: true });
  expect(verifySignature({ ...request, body: Buffer.from([0xfe]) }, [SECRET], NOW).ok).toBe(false);
});

describe('verifySignature with secrets', () => {
  it.each([
    { name: 'accepts a match with the only secret', secrets: [SECRET], ok: true },
    { name: 'accepts a match with any of several secrets', secrets: ['first', SECRET, 'last'], ok: true },
    { name: 'refuses a signature that no secret matches', secrets: ['first', 'last'], ok: false },
    { name: 'refuses every signature without a secret', secrets: [], ok: false },
  ])('$name', ({ secrets, ok }) => {
    expect(verifySignature(signedRequest(), secrets, NOW).ok).toBe(ok);
  });

  it('refuses a signature made with an empty secret', () => {
    const request = signedRequest({ secret: '' });
    expect(verifySignature(request, [''], NOW)).toEqual({ ok: false, reason: 'mismatch' });
  });
});

describe('verifySignature with any input', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(undefined));
  const recent = fc.integer({ min: -300, max: 300 }).map((offset) => String(NOW + offset));
  const digits = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 });
  const wellFormed = digits.map((hex) => `v0=${hex.join('')}`);
  const timestamps = fc.oneof({ arbitrary: recent, weight: 9 }, { arbitrary: anyText, weight: 1 });
  const signatures = fc.oneof({ arbitrary: wellFormed, weight: 9 }, { arbitrary: anyText, weight: 1 });

  it('refuses every signature made without the secret, and does not throw', () => {
    const reasons = new Set<string>();
    fc.assert(
      fc.property(
        timestamps,
        signatures,
        fc.uint8Array(),
        fc.array(fc.string()),
        (timestamp, signature, bytes, secrets) => {
          const verification = verifySignature({ timestamp, signature, body: Buffer.from(bytes) }, secrets, NOW);
          expect(verification.ok).toBe(false);
          if (!verification.ok) reasons.add(verification.reason);
        },
      ),
    );
    expect(reasons).toContain('mismatch'); // most inputs reach the comparison
  });

  it('accepts the signed bytes and refuses a change of one bit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (body, position) => {
        const request = signedRequest({ body });
        expect(verifySignature(request, [SECRET], NOW)).toEqual({ ok: true });
        const flipped = Buffer.from(request.body);
        const index = position % flipped.length;
        flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
        expect(verifySignature({ ...request, body: flipped }, [SECRET], NOW).ok).toBe(false);
      }),
    );
  });
});
