import { expect, it } from '@jest/globals';
import { ReplayWindow } from '../../../lib/signature/replay-window.ts';

it('remembers a delivery for as long as its timestamp can verify', () => {
  const window = new ReplayWindow();
  window.add('one', 1_000);
  expect(window.has('one', 1_600)).toBe(true);
  expect(window.has('one', 1_601)).toBe(false);
  expect(window.has('another', 1_000)).toBe(false);
});

it('forgets the oldest first when there are too many', () => {
  const window = new ReplayWindow();
  for (let number = 0; number <= 10_000; number += 1) window.add(`delivery ${number}`, 1_000);
  expect(window.has('delivery 0', 1_000)).toBe(false);
  expect(window.has('delivery 1', 1_000)).toBe(true);
  expect(window.has('delivery 10000', 1_000)).toBe(true);
});
