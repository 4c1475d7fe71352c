import { describe, expect, it } from '@jest/globals';
import type { DeliveryOutcome } from '../../../lib/endpoint/http-response.ts';
import { RequestDeduplicator } from '../../../lib/endpoint/request-deduplicator.ts';

const mustNotRun = () => Promise.reject(new Error('The request must not run.'));

describe.each<{ outcome: DeliveryOutcome; repeated: DeliveryOutcome; isFinal: boolean }>([
  { outcome: 'completed', repeated: 'duplicate', isFinal: true },
  { outcome: 'queued', repeated: 'duplicate', isFinal: true },
  { outcome: 'failed', repeated: 'failed', isFinal: false },
  { outcome: 'unhandled', repeated: 'unhandled', isFinal: false },
])('a request that is $outcome', ({ outcome, repeated, isFinal }) => {
  it(`${isFinal ? 'is a duplicate' : 'runs again'} when it arrives later`, async () => {
    const deduplicator = new RequestDeduplicator();
    expect(await deduplicator.run('signature', async () => outcome)).toBe(outcome);
    const again = deduplicator.run('signature', isFinal ? mustNotRun : async () => 'postponed');
    expect(await again).toBe(isFinal ? 'duplicate' : 'postponed');
  });

  it(`is ${repeated} for the same request that arrives meanwhile`, async () => {
    const deduplicator = new RequestDeduplicator();
    const first = deduplicator.run('signature', async () => outcome);
    expect(await deduplicator.run('signature', mustNotRun)).toBe(repeated);
    expect(await first).toBe(outcome);
  });
});

it('a request runs beside another one', async () => {
  const deduplicator = new RequestDeduplicator();
  const first = deduplicator.run('signature', async () => 'completed');
  expect(await deduplicator.run('other', async () => 'queued')).toBe('queued');
  expect(await first).toBe('completed');
});

it('a request runs again after an error', async () => {
  const deduplicator = new RequestDeduplicator();
  await expect(deduplicator.run('signature', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await deduplicator.run('signature', async () => 'completed')).toBe('completed');
});
