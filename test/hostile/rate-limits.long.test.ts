import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const MINUTE_MS = 60_000;

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
});
beforeEach(() => {
  fileId = deployment.newFile();
  deployment.endpoint.apiCalls.length = 0;
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
  expect(deployment.batchFailures).toEqual([]);
});
afterAll(() => deployment.stop());

async function enqueue(id: string): Promise<void> {
  expect(await deployment.deliver(deployment.genuine({ fileId: id }))).toEqual(response(202, 'queued'));
}

it.each<{ name: string; headers: Record<string, string>; atLeastMs: number; atMostMs: number }>([
  { name: 'without headers', headers: {}, atLeastMs: 0, atMostMs: 10_000 },
  {
    name: 'with its limit',
    headers: { 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '60000' },
    atLeastMs: 29_000,
    atMostMs: 40_000,
  },
  { name: 'with retry-after', headers: { 'retry-after': '120' }, atLeastMs: 119_000, atMostMs: 130_000 },
  { name: 'with a malformed retry-after', headers: { 'retry-after': 'soon' }, atLeastMs: 0, atMostMs: 10_000 },
  { name: 'with a negative retry-after', headers: { 'retry-after': '-60' }, atLeastMs: 0, atMostMs: 10_000 },
  {
    name: 'with a retry-after of years',
    headers: { 'retry-after': '99999999' },
    atLeastMs: 15 * MINUTE_MS - 1_000,
    atMostMs: 15 * MINUTE_MS + 2_000,
  },
  {
    name: 'with a window of years',
    headers: { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '60000000000' },
    atLeastMs: 15 * MINUTE_MS - 1_000,
    atMostMs: 15 * MINUTE_MS + 2_000,
  },
  {
    name: 'with a negative window',
    headers: { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '-60000' },
    atLeastMs: 0,
    atMostMs: 3_000,
  },
])('hides the message and makes no further call when Frame.io answers 429 $name', async ({ headers, ...expected }) => {
  let calls = 0;
  deployment.endpoint.apiFault = () => {
    calls += 1;
    return { status: 429, headers };
  };
  await enqueue(fileId);
  await deployment.runWorker();
  expect(calls).toBe(1);
  expect(deployment.batchFailures).toEqual([]);
  expect(deployment.hiddenMs).toBeGreaterThan(expected.atLeastMs);
  expect(deployment.hiddenMs).toBeLessThan(expected.atMostMs);
  deployment.endpoint.apiFault = undefined;
  await deployment.drain();
  expect(deployment.commentsOn(fileId)).toBe(1);
});

it('does not delay the next refused delivery by a rate limit window of years', async () => {
  const other = deployment.newFile();
  let calls = 0;
  const headers = { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '60000000000' };
  deployment.endpoint.apiFault = () => (++calls === 1 ? { status: 429, headers } : undefined);
  await enqueue(fileId);
  await deployment.runWorker();
  await enqueue(other);
  deployment.endpoint.apiFault = () => (++calls === 2 ? { status: 429 } : undefined);
  await deployment.runWorker();
  deployment.endpoint.apiFault = undefined;
  deployment.clock.advance(5_000);
  await deployment.runWorker();
  expect([deployment.commentsOn(fileId), deployment.commentsOn(other)]).toEqual([0, 1]);
  await deployment.drain();
  expect(deployment.commentsOn(fileId)).toBe(1);
});

it('never dead-letters a message for 429s alone', async () => {
  let refusals = 0;
  deployment.endpoint.apiFault = () => (++refusals <= 30 ? { status: 429 } : undefined);
  await enqueue(fileId);
  await deployment.drain();
  expect(refusals).toBeGreaterThan(30);
  expect(deployment.commentsOn(fileId)).toBe(1);
  expect(deployment.deadLetters).toEqual([]);
});

it('completes each of 60 messages once when four workers meet the rate limit', async () => {
  const fileIds = Array.from({ length: 60 }, () => deployment.newFile());
  for (const id of fileIds) await enqueue(id);
  const { clock, endpoint } = deployment;
  endpoint.apiNow = () => clock.now();
  await deployment.drain({ maxConcurrency: 4 });
  expect(fileIds.map((id) => deployment.commentsOn(id))).toEqual(fileIds.map(() => 1));
  expect(deployment.deadLetters).toEqual([]);
  const refusals = endpoint.apiCalls.filter(({ status }) => status === 429).length;
  expect(refusals).toBeGreaterThan(0);
  expect(refusals).toBeLessThan(10 * fileIds.length);
});
