import { expect, it } from '@jest/globals';
import { withTimeout } from '../../../lib/core/with-timeout.ts';

const timeUp = () => new Error('time is up');

it('resolves with a value that arrives in time', async () => {
  expect(await withTimeout(Promise.resolve('value'), 60_000, timeUp)).toBe('value');
});

it('rejects with an error that arrives in time', async () => {
  await expect(withTimeout(Promise.reject(new Error('failed')), 60_000, timeUp)).rejects.toThrow('failed');
});

it('rejects when the time is up', async () => {
  await expect(withTimeout(new Promise(() => undefined), 0, timeUp)).rejects.toThrow('time is up');
});

it('accepts an infinite timeout', async () => {
  expect(await withTimeout(Promise.resolve('value'), Number.POSITIVE_INFINITY, timeUp)).toBe('value');
});

it('stops its timer when the promise settles', async () => {
  const timersBefore = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  await withTimeout(Promise.resolve('value'), 60_000, timeUp);
  await new Promise(setImmediate);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBe(timersBefore);
});
