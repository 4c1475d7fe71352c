import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ReplayWindow } from '../../../lib/signature/replay-window.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

it('remembers what was added, and nothing else', () => {
  const window = new ReplayWindow();
  window.add(digest('a delivery'));
  expect(window.has(digest('a delivery'))).toBe(true);
  expect(window.has(digest('another'))).toBe(false);
});

it('takes no digest for another that shares its place', () => {
  const window = new ReplayWindow();
  const first = digest('a delivery');
  const second = `${first.slice(0, 63)}${first[63] === '0' ? '1' : '0'}`;
  window.add(first);
  expect(window.has(second)).toBe(false);
  window.add(second);
  expect(window.has(second)).toBe(true);
  expect(window.has(first)).toBe(false);
});

it('remembers most of the last thousand deliveries', () => {
  const window = new ReplayWindow();
  const digests = Array.from({ length: 1_000 }, (_, number) => digest(`delivery ${number}`));
  for (const one of digests) window.add(one);
  expect(digests.filter((one) => window.has(one)).length).toBeGreaterThan(940);
});
