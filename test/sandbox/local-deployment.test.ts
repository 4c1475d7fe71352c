import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { BatchResult } from '../../sandbox/aws/event-source-mapping.ts';
import type { Queue } from '../../sandbox/aws/sqs/queue.ts';
import { SandboxClock } from '../../sandbox/clock.ts';
import { deployLocally, type LocalDeployment } from '../../sandbox/local-deployment.ts';
import { builtStack } from '../support/synthesized.ts';

const START = Date.UTC(2030, 0, 1);

/** Answers with the variables it has. */
const ENDPOINT = 'export const handler = async () => ({ statusCode: 200, body: JSON.stringify(process.env) });';

/** Prints what it gets and when, and does what the message says. */
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
  clock = new SandboxClock({ standsAt: START });
  [log, results] = [[], []];
  const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  const stack = builtStack('queued');
  const functions = stack.functions.map((one) => {
    const bundlePath = join(folder, `${one.logicalId}.mjs`);
    writeFileSync(bundlePath, one.constructPath.includes('/Worker/') ? WORKER : ENDPOINT);
    return { ...one, bundlePath };
  });
  deployment = await deployLocally({
    stack: { ...stack, functions },
    frameioBaseUrl: 'http://127.0.0.1:1',
    signingSecret: 'signing-secret',
    apiToken: 'token',
    port: 0,
    onLog: (line) => void log.push(line),
    onBatch: (result) => void results.push(result),
    clock,
  });
  queue = deployment.sqs.queue(stack.eventSources[0]?.queueLogicalId ?? '');
});
afterEach(() => deployment.close());

it('gives functions what the template refers to, and the addresses of the services', async () => {
  const variables = await (await fetch(deployment.webhookUrl, { method: 'POST', body: '{}' })).json();
  expect(variables).toMatchObject({
    QUEUE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/\w+$/),
    SIGNING_SECRETS_SECRET_ID: expect.stringMatching(/^arn:aws:secretsmanager:/),
    AWS_ENDPOINT_URL_SQS: expect.stringMatching(/^http:/),
    AWS_ENDPOINT_URL_DYNAMODB: expect.stringMatching(/^http:/),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringMatching(/^http:/),
  });
});

it('feeds the worker from the queue', async () => {
  await queue.send({ body: 'do it' });
  await deployment.settled();
  expect(results).toEqual([{ ids: [expect.any(String)], doneIds: [expect.any(String)] }]);
  expect(queue.messages).toEqual([]);
});

it.each([
  { body: 'fail', what: 'reports a failure', problem: undefined },
  { body: 'die', what: 'ends its process', problem: expect.stringContaining('exit code 1') },
])('hands the worker a message again that $what, when six timeouts have passed on the sandbox’s clock', async (row) => {
  await queue.send({ body: row.body });
  await deployment.settled();
  expect(results).toMatchObject([{ doneIds: [], ...(row.problem && { problem: row.problem }) }]);
  expect(clock.nextAlarmAt).toBe(START + 360_000);
  clock.pass(360_000);
  await deployment.settled();
  expect(results).toHaveLength(2);
});

it('tells the worker the time of the sandbox', async () => {
  await queue.send({ body: 'fail' });
  await deployment.settled();
  clock.pass(360_000);
  await deployment.settled();
  const [first, second] = log.map((line) => JSON.parse(line));
  expect([first, second]).toMatchObject([{ count: '1' }, { count: '2' }]);
  expect(first.now - START).toBeLessThan(30_000);
  expect(second.now - START).toBeGreaterThanOrEqual(360_000);
});
