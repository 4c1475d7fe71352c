import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../../bench/bundle.ts';
import { type BurstResult, runBurst } from '../../bench/burst-run.ts';
import { builtStack } from '../support/synthesized.ts';

const EVENTS = 300;
/** Frame.io takes 100 comments at once, and 100 a minute. */
const ALLOWED_MS = 120_000;

describe(`a burst of ${EVENTS} events that Frame.io’s rate limits do not let through at once`, () => {
  let result: BurstResult;
  beforeAll(async () => {
    const meterBundle = await bundle('burst-meter-child.ts', mkdtempSync(join(tmpdir(), 'burst-')));
    result = await runBurst({ stack: builtStack('queued'), meterBundle, events: EVENTS });
  }, 120_000);

  it('loses none, does none twice, and gives none up', () => {
    expect(result).toMatchObject({ lost: 0, doubled: 0, deadLettered: 0 });
  });

  it('is done in hardly more than the time the limits take', () => {
    expect(result.durationMs).toBeLessThan(1.2 * ALLOWED_MS);
  });

  it('is handed to the worker a few times an event, which does not sleep', () => {
    expect(result.rateLimitedCalls).toBeGreaterThan(0);
    expect(result.receives).toBeLessThan(6 * EVENTS);
    expect(result.sleptMs).toBe(0);
  });
});
