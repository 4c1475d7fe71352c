import { expect, it } from '@jest/globals';
import { withTimeout } from '../../../lib/core/with-timeout.ts';

const timeUp = () => new Error('time is up');

it('gives what comes in time', async () => {
  expect(await withTimeout(Promise.resolve('value'), 60_000, timeUp)).toBe('value');
});

it('fails like what fails in time', async () => {
  await expect(withTimeout(Promise.reject(new Error('broken')), 60_000, timeUp)).rejects.toThrow('broken');
});

it('fails when the time is up', async () => {
  await expect(withTimeout(new Promise(() => undefined), 0, timeUp)).rejects.toThrow('time is up');
});

it('waits without an end for what may take for ever', async () => {
  expect(await withTimeout(Promise.resolve('value'), Number.POSITIVE_INFINITY, timeUp)).toBe('value');
});
