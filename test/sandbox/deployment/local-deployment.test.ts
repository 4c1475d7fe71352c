import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { recordOf } from '../../../lib/core/type-guards.ts';
import type { BatchResult } from '../../../sandbox/aws/lambda/event-source-mapping.ts';
import type { Queue } from '../../../sandbox/aws/sqs/queue.ts';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';
import { deployLocally, type LocalDeployment } from '../../../sandbox/deployment/local-deployment.ts';
import { sendAs } from '../../support/send-as.ts';
import { builtStack } from '../../support/synthesized.ts';

const START = Date.UTC(2030, 0, 1);

/** Responds with its environment variables. */
const ENDPOINT = 'export const handler = async () => ({ statusCode: 200, body: JSON.stringify(process.env) });';

/** Logs each message and the time, and fails as the message says. */
const WORKER = `export const handler = async ({ Records }) => {
  for (const { messageId, body, attributes } of Records) {
    console.log(JSON.stringify({ body, count: attributes.ApproximateReceiveCount, now: Date.now() }));
    if (body === 'die') process.exit(1);
    if (body === 'fail') return { batchItemFailures: [{ itemIdentifier: messageId }] };
  }
};`;

let clock: SandboxClock;
let deployment: LocalDeployment;
let queue: Queue;
let log: string[];
let results: BatchResult[];

beforeEach(async () => {
  clock = new SandboxClock({ frozenAt: START });
  [log, results] = [[], []];
  const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  const stack = builtStack('queued');
  const functions = stack.functions.map((deployed) => {
    const bundlePath = join(folder, `${deployed.logicalId}.mjs`);
    writeFileSync(bundlePath, deployed.constructPath.includes('/Worker/') ? WORKER : ENDPOINT);
    return { ...deployed, bundlePath };
  });
  deployment = await deployLocally({
    stack: { ...stack, functions },
    frameioBaseUrl: 'http://127.0.0.1:1',
    signingSecret: 'a-signing-secret',
    apiToken: 'token',
    port: 0,
    onLog: (line) => void log.push(line),
    onBatch: (result) => void results.push(result),
    clock,
  });
  queue = deployment.sqs.queue(stack.eventSources[0]?.queueLogicalId ?? '');
});
afterEach(() => deployment.close());

it('resolves references and service endpoints in the functions’ variables', async () => {
  const variables = await (await fetch(deployment.webhookUrl, { method: 'POST', body: '{}' })).json();
  expect(variables).toMatchObject({
    QUEUE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/\w+$/),
    SIGNING_SECRETS_SECRET_ID: expect.stringMatching(/^arn:aws:secretsmanager:/),
    AWS_ENDPOINT_URL_SQS: expect.stringMatching(/^http:/),
    AWS_ENDPOINT_URL_DYNAMODB: expect.stringMatching(/^http:/),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringMatching(/^http:/),
  });
});

it('invokes the worker with messages from the queue', async () => {
  await queue.send({ body: 'do it' });
  await deployment.whenIdle();
  expect(results).toEqual([{ messages: [expect.anything()], completedIds: [expect.any(String)] }]);
  expect(queue.messages).toEqual([]);
});

it.each([
  { body: 'fail', what: 'reports a failure', error: undefined },
  { body: 'die', what: 'ends its process', error: expect.stringContaining('exit code 1') },
])('retries a message after the visibility timeout when the worker $what', async (row) => {
  await queue.send({ body: row.body });
  await deployment.whenIdle();
  expect(results).toMatchObject([{ completedIds: [], ...(row.error && { error: row.error }) }]);
  expect(clock.nextTimerAt).toBe(START + 360_000);
  clock.advance(360_000);
  await deployment.whenIdle();
  expect(results).toHaveLength(2);
});

it('gives the worker the sandbox’s time', async () => {
  await queue.send({ body: 'fail' });
  await deployment.whenIdle();
  clock.advance(360_000);
  await deployment.whenIdle();
  const [first, second] = log.map((line) => JSON.parse(line));
  expect([first, second]).toMatchObject([{ count: '1' }, { count: '2' }]);
  expect(first.now - START).toBeLessThan(30_000);
  expect(second.now - START).toBeGreaterThanOrEqual(360_000);
});

it('refuses the requests of websites', async () => {
  const response = await fetch(deployment.webhookUrl, { method: 'POST', body: '{}' });
  const variables = recordOf(await response.json());
  const names = ['AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL_DYNAMODB'];
  for (const url of [deployment.webhookUrl, ...names.map((name) => String(variables[name]))]) {
    expect(await sendAs(url, { origin: 'https://example.com' })).toBe(403);
    expect(await sendAs(url, { host: 'rebound.example.com' })).toBe(403);
  }
  expect(deployment.sqs.calls).toEqual([]);
});
