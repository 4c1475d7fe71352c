import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;

function deployed(mode: DeliveryMode): void {
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode, app: 'scripted-app' });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
  });
  afterEach(async () => {
    await deployment.reset();
    expect(deployment.endpoint.leaks).toEqual([]);
  });
  afterAll(() => deployment.stop());
}

const now = () => Math.floor(deployment.clock.now() / 1_000);
const bodyOf = (type: string, change: object = {}) =>
  deployment.endpoint.body({ type, resource: { id: fileId, type: 'file' }, ...change });
const effects = () =>
  deployment.endpoint.frameioState
    .commentsOf(fileId)
    .map(({ text }) => text)
    .toSorted();

describe.each<DeliveryMode>(['inline', 'queued'])('%s: an event that can happen again', (mode) => {
  deployed(mode);
  const accepted = mode === 'inline' ? response(200, 'completed') : QUEUED;

  it('has an effect each time it happens, but none at a second delivery', async () => {
    const body = bodyOf('file.updated');
    const [first, second] = [now(), now() + 1].map((timestamp) => deployment.genuine({ body, timestamp }));
    expect(await deployment.deliver(first)).toEqual(accepted);
    await deployment.drain();
    expect(effects()).toEqual(['first', 'second']);

    expect(await deployment.deliver(second)).toEqual(accepted);
    await deployment.drain();
    expect(effects()).toEqual(['first', 'first', 'second', 'second']);

    await deployment.endpoint.recycle(); // another environment, without a replay cache
    expect(await deployment.deliver(second)).toEqual(accepted);
    await deployment.drain();
    expect(effects()).toEqual(['first', 'first', 'second', 'second']);
  });

  it('has two effects when both deliveries are in one batch', async () => {
    const body = bodyOf('file.updated');
    for (const timestamp of [now(), now() + 1]) {
      expect(await deployment.deliver(deployment.genuine({ body, timestamp }))).toEqual(accepted);
    }
    await deployment.drain();
    expect(effects()).toEqual(['first', 'first', 'second', 'second']);
  });

  it('has one effect for two deliveries if it can happen only once', async () => {
    const body = bodyOf('file.upload.completed');
    for (const timestamp of [now(), now() + 1]) {
      expect(await deployment.deliver(deployment.genuine({ body, timestamp }))).toEqual(accepted);
    }
    await deployment.drain();
    const requests = deployment.endpoint.apiCalls.filter(({ path }) => path.endsWith(`/files/${fileId}`));
    expect(requests).toHaveLength(1);
  });

  it('is dead-lettered at once when its handler requires a file that was deleted', async () => {
    deployment.endpoint.frameioState.deleteFile(fileId);
    expect(await deployment.deliver(deployment.genuine({ body: bodyOf('file.upload.completed') }))).toEqual(QUEUED);
    await deployment.drain();
    expect(deployment.deadLetters.at(-1)).toMatchObject({
      errorCode: 'not_found',
      reason: expect.stringContaining('answered 404'),
      handlers: 'requires-file',
      attempts: mode === 'queued' ? '1' : '2', // inline, the worker retries
    });
  });
});

describe.each([
  { mode: 'inline', unfinished: { handlers: ['second'], attemptsBefore: 1 }, completed: ['first'] },
  { mode: 'queued', unfinished: {}, completed: [] },
] as const)('$mode: an event of which one of two handlers fails', ({ mode, unfinished, completed }) => {
  deployed(mode);

  it('queues a message with everything that the worker needs to run the failed handler', async () => {
    const body = bodyOf('file.updated', { failing: 'second' });
    const receivedAt = deployment.clock.now();
    const event = deployment.genuine({ body, receivedAt });
    const requestContext = { ...event.requestContext, requestId: 'the-request' };
    expect(await deployment.deliver({ ...event, requestContext })).toEqual(QUEUED);

    expect(effects()).toEqual(completed);
    const messages = deployment.queue.messages.map((message) => JSON.parse(message.body));
    expect(messages).toEqual([
      {
        version: 1,
        body,
        timestamp: event.headers['x-frameio-request-timestamp'],
        deliveryKey: createHash('sha256')
          .update(`${event.headers['x-frameio-request-timestamp']}:${body}`)
          .digest('hex'),
        receivedAt,
        correlationId: 'the-request',
        accountId: JSON.parse(body).account.id,
        ...unfinished,
      },
    ]);
  });

  it('runs only the failed handler again', async () => {
    const body = bodyOf('file.updated', { failing: 'second' });
    expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(QUEUED);
    await deployment.drain();
    expect(effects()).toEqual(['first']);
    expect(deployment.deadLetters.at(-1)).toMatchObject({
      errorCode: 'handler_failed',
      handlers: 'second',
      reason: expect.stringContaining('The delivery makes second fail.'),
    });
  });
});
