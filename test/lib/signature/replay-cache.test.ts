import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ReplayCache } from '../../../lib/signature/replay-cache.ts';

const signature = (text: string) => `v0=${createHash('sha256').update(text).digest('hex')}`;

it('remembers what was added, and nothing else', () => {
  const window = new ReplayCache();
  window.add(signature('a delivery'));
  expect(window.has(signature('a delivery'))).toBe(true);
  expect(window.has(signature('another'))).toBe(false);
});

it('takes no signature for another that shares its place', () => {
  const window = new ReplayCache();
  const first = signature('a delivery');
  const second = `${first.slice(0, 18)}${first[18] === '0' ? '1' : '0'}${first.slice(19)}`;
  window.add(first);
  expect(window.has(second)).toBe(false);
  window.add(second);
  expect(window.has(second)).toBe(true);
  expect(window.has(first)).toBe(false);
});

it('remembers most of the last thousand deliveries', () => {
  const window = new ReplayCache();
  const signatures = Array.from({ length: 1_000 }, (_, number) => signature(`delivery ${number}`));
  for (const one of signatures) window.add(one);
  expect(signatures.filter((one) => window.has(one)).length).toBeGreaterThan(940);
});
