import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../../bench/bundle.ts';
import { type BurstResult, runBurst } from '../../bench/burst-run.ts';
import type { SynthesizedStack } from '../../cdk/synthesize.ts';
import type { ThrottleSettings } from '../../sandbox/aws/api-gateway/throttle.ts';
import { builtStack } from '../support/synthesized.ts';

const EVENTS = 300;
/** Frame.io takes 100 comments at once, and 100 a minute. */
const ALLOWED_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'burst-'));
let meterBundle: string;
beforeAll(async () => {
  meterBundle = await bundle('burst-meter-child.ts', folder);
});

/** The stack with another throttle before its endpoint. */
function throttled({ rate, burst }: ThrottleSettings): SynthesizedStack {
  const stack = builtStack('queued');
  const resources = Object.entries(stack.template.Resources).map(([id, resource]) => {
    if (resource.Type !== 'AWS::ApiGatewayV2::Stage') return [id, resource] as const;
    const DefaultRouteSettings = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    return [id, { ...resource, Properties: { ...resource.Properties, DefaultRouteSettings } }] as const;
  });
  return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) } };
}

describe(`a burst of ${EVENTS} events that neither the endpoint’s throttle nor Frame.io’s limits let through at once`, () => {
  let result: BurstResult;
  beforeAll(async () => {
    const stack = throttled({ rate: 100, burst: 50 });
    result = await runBurst({ stack, meterBundle, events: EVENTS, arrivalMs: 150 });
  }, 120_000);

  it('loses none, does none twice, and gives none up', () => {
    expect(result).toMatchObject({ lost: 0, doubled: 0, deadLettered: 0, undelivered: 0 });
  });

  it('is sent again by Frame.io where it was throttled or had no answer, and no more often', () => {
    expect(result.throttled).toBeGreaterThan(0);
    expect(result.requests).toBe(EVENTS + result.throttled + result.unanswered);
  });

  it('is done in hardly more than the time the limits take', () => {
    expect(result.durationMs).toBeLessThan(1.2 * ALLOWED_MS);
  });

  it('is handed to the worker a few times an event, which hardly sleeps: a call without an answer may have it wait', () => {
    expect(result.rateLimitedCalls).toBeGreaterThan(0);
    expect(result.receives).toBeLessThan(6 * EVENTS);
    expect(result.sleptMs).toBeLessThan(result.lambdaMs / 10);
  });
});

it('what Frame.io gives up to send, as a throttle never lets it through, counts as lost', async () => {
  const stack = throttled({ rate: 0, burst: 3 });
  const result = await runBurst({ stack, meterBundle, events: 5, arrivalMs: 0 });
  expect(result).toMatchObject({ lost: 2, undelivered: 2, throttled: 10, requests: 13 });
}, 60_000);

it('a worker that sleeps out each 429 is seen to sleep', async () => {
  const workerBundle = await bundle('candidates/sleeping-worker.ts', folder);
  const stack = builtStack('queued');
  const result = await runBurst({ stack, meterBundle, workerBundle, events: 3, arrivalMs: 0, commentsBefore: 100 });
  expect(result).toMatchObject({ lost: 0, doubled: 0 });
  expect(result.sleptMs).toBeGreaterThan(600);
  expect(result.sleptMs).toBeGreaterThan(result.lambdaMs / 10);
}, 60_000);
