import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ReplayCache } from '../../../lib/signature/replay-cache.ts';

const CAPACITY = 1_024;

const signatureOf = (text: string) => `v0=${createHash('sha256').update(text).digest('hex')}`;

it('remembers an added signature and no other', () => {
  const cache = new ReplayCache();
  cache.add(signatureOf('a delivery'));
  expect(cache.has(signatureOf('a delivery'))).toBe(true);
  expect(cache.has(signatureOf('another'))).toBe(false);
});

it('distinguishes signatures that differ in one digit', () => {
  const cache = new ReplayCache();
  const first = signatureOf('a delivery');
  const second = `${first.slice(0, 18)}${first[18] === '0' ? '1' : '0'}${first.slice(19)}`;
  cache.add(first);
  expect(cache.has(second)).toBe(false);
  cache.add(second);
  expect(cache.has(second)).toBe(true);
  expect(cache.has(first)).toBe(true);
});

it('remembers at least the latest 1,024 signatures, and at most 2,048', () => {
  const cache = new ReplayCache();
  const signatures = Array.from({ length: 3 * CAPACITY }, (_, index) => signatureOf(`delivery ${index}`));
  for (const signature of signatures) cache.add(signature);
  expect(signatures.slice(-CAPACITY).every((signature) => cache.has(signature))).toBe(true);
  expect(signatures.filter((signature) => cache.has(signature)).length).toBeLessThanOrEqual(2 * CAPACITY);
});

it('forgets no signature before the second set is full', () => {
  const cache = new ReplayCache();
  const signatures = Array.from({ length: 2 * CAPACITY + 1 }, (_, index) => signatureOf(`delivery ${index}`));
  for (const signature of signatures.slice(0, -1)) cache.add(signature);
  expect(signatures.filter((signature) => cache.has(signature))).toHaveLength(2 * CAPACITY);
  cache.add(signatures[2 * CAPACITY] ?? '');
  expect(signatures.filter((signature) => cache.has(signature))).toHaveLength(CAPACITY + 1);
});
