import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../../bench/bundle.ts';
import { type BurstResult, runBurst } from '../../bench/burst-run.ts';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { ThrottleSettings } from '../../sandbox/aws/api-gateway/throttle.ts';
import { builtStack } from '../support/synthesized.ts';

const EVENTS = 300;
/** Time in which Frame.io accepts the comments: 100 at once, then 100 per minute. */
const ALLOWED_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'burst-'));
let meterBundle: string;
beforeAll(async () => {
  meterBundle = await bundle('burst-meter-child.ts', folder);
});

/** Returns the stack with another throttle. */
function throttled({ rate, burst }: ThrottleSettings): SynthesizedStack {
  const stack = builtStack('queued');
  const resources = Object.entries(stack.template.Resources).map(([id, resource]) => {
    if (resource.Type !== 'AWS::ApiGatewayV2::Stage') return [id, resource] as const;
    const DefaultRouteSettings = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    return [id, { ...resource, Properties: { ...resource.Properties, DefaultRouteSettings } }] as const;
  });
  return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) } };
}

describe(`a burst of ${EVENTS} events that exceeds the endpoint’s throttle and Frame.io’s rate limits`, () => {
  let result: BurstResult;
  beforeAll(async () => {
    const stack = throttled({ rate: 100, burst: 50 });
    result = await runBurst({ stack, meterBundle, events: EVENTS, arrivalMs: 150 });
  }, 120_000);

  it('loses, duplicates and dead-letters no event', () => {
    expect(result).toMatchObject({ lost: 0, duplicated: 0, deadLettered: 0, undelivered: 0 });
  });

  it('retries only the requests that were throttled or had no response', () => {
    expect(result.throttled).toBeGreaterThan(0);
    expect(result.requests).toBe(EVENTS + result.throttled + result.unanswered);
  });

  it('ends within 1.2 times the time that the rate limits require', () => {
    expect(result.durationMs).toBeLessThan(1.2 * ALLOWED_MS);
  });

  it('makes the worker receive each event fewer than six times on average, and hardly sleep', () => {
    expect(result.rateLimitedCalls).toBeGreaterThan(0);
    expect(result.receives).toBeLessThan(6 * EVENTS);
    expect(result.sleptMs).toBeLessThan(result.lambdaMs / 10); // a call without a response may make the worker wait
  });
});

it('counts an event as lost when the throttle rejects each attempt', async () => {
  const stack = throttled({ rate: 0, burst: 3 });
  const result = await runBurst({ stack, meterBundle, events: 5, arrivalMs: 0 });
  expect(result).toMatchObject({ lost: 2, undelivered: 2, throttled: 10, requests: 13 });
}, 60_000);

it('measures the sleep of a worker that sleeps after each 429', async () => {
  const workerBundle = await bundle('candidates/sleeping-worker.ts', folder);
  const stack = builtStack('queued');
  const result = await runBurst({ stack, meterBundle, workerBundle, events: 3, arrivalMs: 0, commentsBefore: 100 });
  expect(result).toMatchObject({ lost: 0, duplicated: 0 });
  expect(result.sleptMs).toBeGreaterThan(0);
}, 60_000);
