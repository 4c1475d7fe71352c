import { afterEach, expect, it } from '@jest/globals';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';
import {
  isDelivered,
  retryDelayMs,
  type WebhookBody,
  WebhookSender,
  type WebhookSenderOptions,
} from '../../../../sandbox/frameio/webhooks/webhook-sender.ts';
import fileReady from '../../../fixtures/file-ready.json' with { type: 'json' };
import { type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import { until } from '../../../support/until.ts';

const BODY: WebhookBody = { ...fileReady, type: 'file.ready' };

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function senderTo(statuses: readonly number[], options: Partial<WebhookSenderOptions> = {}) {
  const started = await scriptedServer((response, number) => response.writeHead(statuses[number - 1] ?? 200).end());
  server = started;
  return new WebhookSender({ url: started.url, secret: () => 'a-signing-secret', delayMs: () => 0, ...options });
}

it('sends the request that Frame.io sends', async () => {
  const sender = await senderTo([200]);
  expect(await sender.deliver(BODY)).toMatchObject([{ number: 1, status: 200 }]);
  const [request] = server?.seen ?? [];
  expect(request).toMatchObject({
    method: 'POST',
    body: JSON.stringify(fileReady),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Frame.io V4 API',
      'x-frameio-request-timestamp': expect.stringMatching(/^\d{10}$/),
      'x-frameio-signature': expect.stringMatching(/^v0=[0-9a-f]{64}$/),
    },
  });
});

it.each([
  { name: 'until it is accepted', statuses: [500, 503, 202], attempts: 3 },
  { name: 'at most five times', statuses: [500, 500, 500, 500, 500, 200], attempts: 5 },
  { name: 'again after a 4xx', statuses: [401, 404, 204], attempts: 3 },
  { name: 'again after a redirect, which it does not follow', statuses: [302, 200], attempts: 2 },
])('sends $name', async ({ statuses, attempts }) => {
  const sender = await senderTo(statuses);
  const made = await sender.deliver(BODY);
  expect(made.map(({ status }) => status)).toEqual(statuses.slice(0, attempts));
});

it.each([
  { number: 2, least: 15_000 },
  { number: 3, least: 30_000 },
  { number: 4, least: 60_000 },
  { number: 5, least: 120_000 },
])('waits $least ms plus up to 20% before attempt $number', ({ number, least }) => {
  expect(retryDelayMs(number)).toBeGreaterThanOrEqual(least);
  expect(retryDelayMs(number)).toBeLessThanOrEqual(least * 1.2);
});

it('signs and waits by the sandbox’s clock', async () => {
  const clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  const sender = await senderTo([500, 200], { clock, delayMs: () => 15_000 });
  const delivered = sender.deliver(BODY);
  await until(() => clock.nextTimerAt !== undefined);
  clock.advance(15_000);
  expect(await delivered).toMatchObject([{ status: 500 }, { status: 200 }]);
  const timestamps = server?.seen.map(({ headers }) => Number(headers['x-frameio-request-timestamp']));
  expect(timestamps).toEqual([1_795_392_000, 1_795_392_015]);
});

it('reports a broken connection as no response', async () => {
  server = await scriptedServer((response) => response.destroy());
  const sender = new WebhookSender({ url: server.url, secret: () => 'x', maxAttempts: 1 });
  const [attempt] = await sender.deliver(BODY);
  expect(attempt).toMatchObject({ status: undefined, error: expect.any(String) });
  expect(attempt && isDelivered(attempt)).toBe(false);
});

it('cancels waiting retries when it is stopped', async () => {
  const sender: WebhookSender = await senderTo([500], { delayMs: () => 60_000, onAttempt: () => sender.stop() });
  expect(await sender.deliver(BODY)).toHaveLength(1);
});

it('signs and waits by a given clock', async () => {
  const clock = testClock(1_700_000_000_000);
  const sender = await senderTo([500], { clock, delayMs: () => 15_000 });
  await sender.deliver(BODY);
  const timestamps = server?.seen.map(({ headers }) => headers['x-frameio-request-timestamp']);
  expect(timestamps).toEqual(['1700000000', '1700000015']);
});

it('reuses the given number of connections', async () => {
  const sender = await senderTo([], { connections: 2 });
  await Promise.all(Array.from({ length: 6 }, () => sender.deliver(BODY)));
  expect(new Set(server?.seen.map(({ connection }) => connection)).size).toBe(2);
  sender.stop();
});
