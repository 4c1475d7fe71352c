import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued' });
});
beforeEach(() => {
  fileId = deployment.newFile();
  deployment.batchResponses.length = 0;
  deployment.batchFailures.length = 0;
});
afterEach(async () => {
  await deployment.reset();
  expect(deployment.endpoint.leaks).toEqual([]);
});
afterAll(() => deployment.stop());

const tenFiles = () => Array.from({ length: 10 }, () => deployment.newFile());
const comments = (fileIds: readonly string[]) => fileIds.map((id) => deployment.commentsOn(id));
const one = (fileIds: readonly string[]) => fileIds.map(() => 1);

async function enqueue(id = fileId): Promise<void> {
  expect(await deployment.deliver(deployment.genuine({ fileId: id }))).toEqual(response(202, 'queued'));
}

/** Returns the ids in the worker's response, sorted: the messages of a batch end in any order. */
function idsIn(batchResponse: unknown): readonly string[] {
  const { batchItemFailures } = Object(batchResponse);
  return batchItemFailures.map((failure: { readonly itemIdentifier: string }) => failure.itemIdentifier).toSorted();
}

describe('a message that SQS delivers twice', () => {
  it('has one effect when the second delivery follows the first', async () => {
    deployment.queue.anomalies = { isDuplicated: ({ receiveCount }) => receiveCount === 1 };
    await enqueue();
    await deployment.runWorker({ batchSize: 1, maxConcurrency: 1 });
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('has one effect when both are in one batch', async () => {
    await enqueue();
    await deployment.deliver(deployment.genuine({ fileId, timestamp: Math.floor(deployment.clock.now() / 1_000) + 1 }));
    expect(deployment.queue.messages).toHaveLength(2);
    await deployment.runWorker();
    expect(deployment.batchResponses).toHaveLength(1);
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  });

  it('has one effect when two workers process it at the same time: the second keeps its message in the queue', async () => {
    deployment.queue.anomalies = { isDuplicated: ({ receiveCount }) => receiveCount === 1 };
    let release: (value?: unknown) => void = () => undefined;
    const heldUntil = new Promise((resolve) => {
      release = resolve;
    });
    let posts = 0;
    deployment.endpoint.apiFault = ({ method }) => {
      if (method === 'POST') posts += 1;
      return { heldUntil };
    };
    await enqueue();
    deployment.startPolling({ batchSize: 1, maxConcurrency: 2 });
    await deployment.batchEnded();
    release();
    await deployment.runWorker();
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [expect.anything()] }, { batchItemFailures: [] }]);
    await deployment.drain();
    expect(posts).toBe(1);
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  });
});

describe('a batch of ten messages', () => {
  it('keeps the one that fails and deletes the nine others', async () => {
    const fileIds = tenFiles();
    deployment.endpoint.apiFault = ({ path }) => (path.includes(fileIds[3] ?? '') ? 500 : undefined);
    for (const id of fileIds) await enqueue(id);
    await deployment.runWorker();
    expect(deployment.queue.messages).toHaveLength(1);
    expect(comments(fileIds)).toEqual([1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(comments(fileIds)).toEqual(one(fileIds));
  });

  it('keeps all ten when all fail, and reports each by its id', async () => {
    deployment.endpoint.apiFault = 500;
    const fileIds = tenFiles();
    for (const id of fileIds) await enqueue(id);
    await deployment.runWorker();
    expect(deployment.batchFailures).toEqual([]);
    expect(deployment.batchResponses.map(idsIn)).toEqual([deployment.queue.messages.map(({ id }) => id).toSorted()]);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(comments(fileIds)).toEqual(one(fileIds));
  });

  it.each([
    ['not JSON', 'rubbish'],
    ['of a later version', '{"version":2,"body":"{}"}'],
    [
      'a delivery without an event',
      JSON.stringify({ version: 1, body: '{}', deliveryKey: 'k', receivedAt: 0, correlationId: 'c' }),
    ],
  ])('dead-letters a message that is %s, unchanged, and completes the nine others', async (_, body) => {
    const fileIds = tenFiles().slice(1);
    for (const id of fileIds) await enqueue(id);
    await deployment.queue.send({ body });
    const { length: before } = deployment.deadLetters;
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    expect(comments(fileIds)).toEqual(one(fileIds));
    expect(deployment.deadLetters.slice(before)).toEqual([
      expect.objectContaining({ body, errorCode: 'message_unreadable', attempts: '1', failedAt: expect.any(String) }),
    ]);
  });

  it('keeps a message until the dead-letter queue stores it', async () => {
    deployment.sqs.fault = ({ operation }) => (operation === 'SendMessage' ? 'down' : undefined);
    await deployment.queue.send({ body: 'rubbish' });
    const { length: before } = deployment.deadLetters;
    await deployment.runWorker();
    expect(deployment.queue.messages).toHaveLength(1);
    deployment.sqs.fault = undefined;
    await deployment.drain();
    expect(deployment.deadLetters).toHaveLength(before + 1);
  });
});

describe('the worker’s response', () => {
  const record = (messageId: string, body: string) => ({ messageId, receiptHandle: 'x', body, attributes: {} });

  it('has the id of each failed message once', async () => {
    deployment.endpoint.apiFault = 500;
    deployment.sqs.fault = 'denied';
    const { body: event } = deployment.endpoint.genuine({ fileId });
    const body = JSON.stringify({ version: 1, body: event, deliveryKey: 'k', receivedAt: 0, correlationId: 'c' });
    const records = [record('fails', body), record('is unreadable', 'rubbish'), record('fails, too', body)];
    expect(idsIn(await deployment.invokeWorker({ Records: records }))).toEqual(
      records.map(({ messageId }) => messageId).toSorted(),
    );
  });

  it.each([
    ['has no id', { receiptHandle: 'x', body: 'rubbish' }],
    ['is null', null],
  ])('makes Lambda keep the whole batch when a record %s', async (_, broken) => {
    const batchResponse = await deployment.invokeWorker({ Records: [record('a', 'rubbish'), broken] });
    expect(batchResponse).toEqual({ batchItemFailures: [{}] });
  });

  it.each([
    ['of an HTTP API', { rawPath: '/frameio' }],
    ['null', null],
  ])('is an error when the event is %s', async (_, event) => {
    await expect(deployment.invokeWorker(event)).rejects.toThrow('Expected a batch of SQS messages');
  });
});
