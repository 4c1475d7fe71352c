import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

const VISIBILITY_MS = 360_000;
const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;
beforeAll(async () => {
  deployment = await DeploymentUnderTest.start({ mode: 'queued', worker: SHORT_WORKER });
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

const enqueue = async (id = fileId) =>
  expect(await deployment.deliver(deployment.genuine({ fileId: id }))).toEqual(QUEUED);
/** The ids in the worker's answer, sorted: a batch's messages end in no certain order. */
function idsIn(reply: unknown): readonly string[] {
  const { batchItemFailures } = Object(reply);
  return batchItemFailures.map((failure: { readonly itemIdentifier: string }) => failure.itemIdentifier).toSorted();
}

const posts = () =>
  deployment.endpoint.apiCalls.filter(({ method, path }) => method === 'POST' && path.includes(fileId));

describe('a message that SQS delivers twice', () => {
  it('is done once when the second comes after the first', async () => {
    deployment.queue.anomalies = { isDuplicated: ({ receiveCount }) => receiveCount === 1 };
    await enqueue();
    await deployment.runWorker({ batchSize: 1, maxConcurrency: 1 });
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(deployment.commentsOn(fileId)).toBe(1);
  });

  it('is done once when both are in one batch', async () => {
    await enqueue();
    await deployment.deliver(deployment.genuine({ fileId, timestamp: Math.floor(deployment.clock.now() / 1_000) + 1 }));
    expect(deployment.queue.messages).toHaveLength(2);
    await deployment.runWorker();
    expect(deployment.batchResponses).toHaveLength(1);
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  });
});

describe('a comment that is posted, but not known to be', () => {
  it('is looked for, and not posted again, when the worker was killed before it heard', async () => {
    deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 'hang_after_processing' : undefined);
    await enqueue();
    deployment.startPolling();
    await until(() => posts().length === 1);
    await deployment.killWorker();
    await deployment.runWorker();
    expect(deployment.batchFailures).toHaveLength(1);
    expect(deployment.hiddenMs).toBeGreaterThan(VISIBILITY_MS - 10_000);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.endpoint.logs.join('\n')).toContain('comment is there from an earlier attempt');
  });

  it.each(['reset_after_processing', 'hang_after_processing'] as const)(
    'is not posted again when the answer was lost: %s',
    async (fault) => {
      deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? fault : undefined);
      await enqueue();
      await deployment.runWorker();
      expect(posts()).toHaveLength(1);
      deployment.endpoint.apiFault = undefined;
      await deployment.drain();
      expect(posts()).toHaveLength(1);
      expect(deployment.commentsOn(fileId)).toBe(1);
    },
  );

  it('is not posted again when somebody else has posted the same words: it is posted, as it is not there', async () => {
    deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 500 : undefined);
    await enqueue();
    await deployment.runWorker();
    const { frameioState } = deployment.endpoint;
    frameioState.addComment(
      fileId,
      { text: 'Interview.mov is ready: QuickTime video, 1.2 MB.' },
      frameioState.uploader,
    );
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(2);
  });
});

describe('one message of ten', () => {
  const tenFiles = () => Array.from({ length: 10 }, () => deployment.newFile());

  it('that fails stays, and the nine others are done and deleted', async () => {
    const files = tenFiles();
    deployment.endpoint.apiFault = ({ path }) => (path.includes(files[3] ?? '') ? 500 : undefined);
    for (const id of files) await enqueue(id);
    await deployment.runWorker();
    expect(deployment.queue.messages).toHaveLength(1);
    expect(files.map((id) => deployment.commentsOn(id))).toEqual([1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(files.map((id) => deployment.commentsOn(id))).toEqual(files.map(() => 1));
  });

  it.each([
    ['no JSON', 'rubbish'],
    ['of a version to come', '{"version":2,"body":"{}"}'],
    [
      'a delivery that is no event',
      JSON.stringify({ version: 1, body: '{}', deliveryKey: 'k', receivedAt: 0, correlationId: 'c' }),
    ],
  ])('that is %s goes to the dead-letter queue as it is, and the nine others are done', async (_, body) => {
    const files = tenFiles().slice(1);
    for (const id of files) await enqueue(id);
    await deployment.queue.send({ body });
    const { length: before } = deployment.deadLetters;
    await deployment.runWorker();
    expect(deployment.queue.messages).toEqual([]);
    expect(files.map((id) => deployment.commentsOn(id))).toEqual(files.map(() => 1));
    expect(deployment.deadLetters.slice(before)).toEqual([
      expect.objectContaining({ body, errorCode: 'message_unreadable', attempts: '1', failedAt: expect.any(String) }),
    ]);
  });

  it('that cannot be moved to the dead-letter queue stays until it can', async () => {
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

it('all of ten fail: each stays, and is told by its own id', async () => {
  deployment.endpoint.apiFault = 500;
  const files = Array.from({ length: 10 }, () => deployment.newFile());
  for (const id of files) await enqueue(id);
  await deployment.runWorker();
  expect(deployment.batchFailures).toEqual([]);
  expect(deployment.batchResponses.map(idsIn)).toEqual([deployment.queue.messages.map(({ id }) => id).toSorted()]);
  deployment.endpoint.apiFault = undefined;
  await deployment.drain();
  expect(files.map((id) => deployment.commentsOn(id))).toEqual(files.map(() => 1));
});

describe('what the worker reports', () => {
  const record = (messageId: string, body: string) => ({ messageId, receiptHandle: 'x', body, attributes: {} });
  const failing = () => deployment.endpoint.genuine({ fileId }).body;

  it('are ids of the batch, each once, whatever is in it', async () => {
    deployment.endpoint.apiFault = 500;
    deployment.sqs.fault = 'denied';
    const body = JSON.stringify({ version: 1, body: failing(), deliveryKey: 'k', receivedAt: 0, correlationId: 'c' });
    const records = [record('fails', body), record('is unreadable', 'rubbish'), record('fails, too', body)];
    expect(idsIn(await deployment.invokeWorker({ Records: records }))).toEqual(
      records.map(({ messageId }) => messageId).toSorted(),
    );
  });

  it.each([
    ['has no id', { receiptHandle: 'x', body: 'rubbish' }],
    ['is null', null],
  ])('is nothing Lambda takes for a success, when a record %s: the whole batch stays', async (_, broken) => {
    const reply = await deployment.invokeWorker({ Records: [record('a', 'rubbish'), broken] });
    expect(reply).toEqual({ batchItemFailures: [{}] });
  });

  it.each([
    ['no batch', { rawPath: '/frameio' }],
    ['nothing', null],
  ])('is an error when it is given %s', async (_, event) => {
    await expect(deployment.invokeWorker(event)).rejects.toThrow('Expected a batch of SQS messages');
  });
});

describe('a worker that Lambda gives a minute, of which a slow machine takes nothing away', () => {
  let unhurried: DeploymentUnderTest;
  beforeAll(async () => {
    unhurried = await DeploymentUnderTest.start({ mode: 'queued', worker: { timeoutMs: 60_000 } });
  });
  beforeEach(() => {
    fileId = unhurried.newFile();
    unhurried.batchResponses.length = 0;
  });
  afterEach(async () => {
    await unhurried.reset();
    expect(unhurried.endpoint.leaks).toEqual([]);
  });
  afterAll(() => unhurried.stop());

  const deliver = async () => expect(await unhurried.deliver(unhurried.genuine({ fileId }))).toEqual(QUEUED);

  it('a message that two workers have at the same time is done once: for the second it comes back', async () => {
    unhurried.queue.anomalies = { isDuplicated: ({ receiveCount }) => receiveCount === 1 };
    let release: (value?: unknown) => void = () => undefined;
    const heldUntil = new Promise((resolve) => {
      release = resolve;
    });
    let calls = 0;
    unhurried.endpoint.apiFault = ({ method }) => {
      if (method === 'POST') calls += 1;
      return { heldUntil };
    };
    await deliver();
    unhurried.startPolling({ batchSize: 1, maxConcurrency: 2 });
    await until(() => unhurried.batchResponses.length === 1);
    release();
    await unhurried.runWorker();
    expect(unhurried.batchResponses).toEqual([{ batchItemFailures: [expect.anything()] }, { batchItemFailures: [] }]);
    await unhurried.drain();
    expect(calls).toBe(1);
    expect(unhurried.commentsOn(fileId)).toBe(1);
    expect(unhurried.queue.messages).toEqual([]);
  });

  it('as long as a killed attempt may be alive nobody takes over; then somebody does', async () => {
    let isAtWork = false;
    unhurried.endpoint.apiFault = () => {
      isAtWork = true;
      return 'hang';
    };
    await deliver();
    unhurried.startPolling();
    await until(() => isAtWork);
    await unhurried.killWorker();
    await unhurried.stopPolling();
    unhurried.endpoint.apiFault = undefined;
    unhurried.clock.advance(1_000);
    await deliver(); // as Frame.io may
    await unhurried.runWorker();
    expect(unhurried.commentsOn(fileId)).toBe(0);
    expect(unhurried.hiddenMs).toBeLessThan(62_000);
    await unhurried.drain();
    expect(unhurried.commentsOn(fileId)).toBe(1);
  });
});
