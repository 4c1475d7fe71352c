import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const DAY_MS = 24 * 3_600_000;

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
});
beforeEach(() => {
  fileId = deployment.newFile();
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
});
afterAll(() => deployment.stop());

const comments = () => deployment.commentsOn(fileId);

async function enqueue(): Promise<void> {
  expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(response(202, 'queued'));
}

/** Redrives the last dead letter, and returns it. */
async function redrive() {
  const letter = deployment.deadLetters.at(-1);
  await deployment.queue.send({ body: letter?.body ?? '' });
  return letter;
}

it('dead-letters a message that fails at the age of 13 days, before SQS deletes it', async () => {
  await enqueue();
  deployment.clock.advance(13 * DAY_MS);
  deployment.endpoint.apiFault = 500;
  await deployment.runWorker();
  expect(deployment.queue.messages).toEqual([]);
  expect(deployment.deadLetters.at(-1)).toMatchObject({
    errorCode: 'too_old',
    attempts: '1',
    handlers: 'file-ready',
  });
});

it('gives a redriven message as much time as a new one', async () => {
  await enqueue();
  deployment.clock.advance(13 * DAY_MS);
  deployment.endpoint.apiFault = 500;
  await deployment.runWorker();
  expect(await redrive()).toMatchObject({ errorCode: 'too_old' });
  deployment.endpoint.apiFault = { status: 429 };
  await deployment.runWorker();
  expect(deployment.queue.messages).toHaveLength(1);
  deployment.endpoint.apiFault = undefined;
  await deployment.drain();
  expect(comments()).toBe(1);
});

it.each([1, 14, 28, 34])('does not repeat a handler that completed %i days ago', async (days) => {
  await enqueue();
  const [message] = deployment.queue.messages;
  await deployment.drain();
  deployment.clock.advance(days * DAY_MS);
  await deployment.queue.send({ body: message?.body ?? '' });
  await deployment.drain();
  expect(comments()).toBe(1);
  expect(deployment.queue.messages).toEqual([]);
});

it('finds the comment that a dead-lettered attempt has posted', async () => {
  deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 'reset_after_processing' : undefined);
  await enqueue();
  await deployment.runWorker();
  deployment.endpoint.apiFault = 403;
  await deployment.drain();
  deployment.endpoint.apiFault = undefined;
  expect(await redrive()).toMatchObject({ errorCode: 'forbidden', attempts: '2' });
  deployment.clock.advance(13 * DAY_MS);
  await deployment.drain();
  expect(comments()).toBe(1);
});

it('dead-letters a message before SQS deletes it when DynamoDB is down for days, and completes it after', async () => {
  deployment.dynamoDb.fault = 'denied';
  const startedAt = deployment.clock.now();
  await enqueue();
  await deployment.drain();
  expect((deployment.clock.now() - startedAt) / DAY_MS).toBeGreaterThan(12.9);
  expect(comments()).toBe(0);
  deployment.dynamoDb.fault = undefined;
  expect(await redrive()).toMatchObject({ errorCode: 'too_old', handlers: 'file-ready' });
  await deployment.drain();
  expect(comments()).toBe(1);
});
