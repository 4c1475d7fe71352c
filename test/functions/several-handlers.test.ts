import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { scriptedBundles } from '../support/scripted-bundles.ts';

const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;

function deployed(mode: DeliveryMode): void {
  beforeAll(async () => {
    const { endpoint, worker } = await scriptedBundles(`several-handlers-${mode}`);
    deployment = await DeploymentUnderTest.start({ mode, worker, ...(mode === 'inline' && { endpoint }) });
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

  it('has an effect each time it happens, and none when it is delivered again', async () => {
    const body = bodyOf('file.updated');
    const [first, second] = [now(), now() + 1].map((timestamp) => deployment.genuine({ body, timestamp }));
    expect(await deployment.deliver(first)).toEqual(accepted);
    await deployment.drain();
    expect(effects()).toEqual(['first', 'second']);

    expect(await deployment.deliver(second)).toEqual(accepted);
    await deployment.drain();
    expect(effects()).toEqual(['first', 'first', 'second', 'second']);

    await deployment.endpoint.recycle(); // another environment, which has not seen it
    expect(await deployment.deliver(second)).toEqual(accepted);
    await deployment.drain();
    expect(effects()).toEqual(['first', 'first', 'second', 'second']);
  });

  it('has both effects, too, when the two meet in one batch', async () => {
    const body = bodyOf('file.updated');
    for (const timestamp of [now(), now() + 1]) {
      expect(await deployment.deliver(deployment.genuine({ body, timestamp }))).toEqual(accepted);
    }
    await deployment.drain();
    expect(effects()).toEqual(['first', 'first', 'second', 'second']);
  });

  it('that happens once has one effect, whenever it is delivered', async () => {
    const body = bodyOf('file.upload.completed');
    for (const timestamp of [now(), now() + 1]) {
      expect(await deployment.deliver(deployment.genuine({ body, timestamp }))).toEqual(accepted);
    }
    await deployment.drain();
    const looks = deployment.endpoint.apiCalls.filter(({ path }) => path.endsWith(`/files/${fileId}`));
    expect(looks).toHaveLength(1);
  });

  it('is given up at once by a handler that does not expect its file to be gone', async () => {
    deployment.endpoint.frameioState.deleteFile(fileId);
    expect(await deployment.deliver(deployment.genuine({ body: bodyOf('file.upload.completed') }))).toEqual(QUEUED);
    await deployment.drain();
    expect(deployment.deadLetters.at(-1)).toMatchObject({
      errorCode: 'not_found',
      reason: expect.stringContaining('answered 404'),
      handlers: 'trusting',
      attempts: mode === 'queued' ? '1' : '2', // inline, the worker sees for itself
    });
  });
});

describe.each([
  { mode: 'inline', left: { handlers: ['second'], attemptsBefore: 1 }, done: ['first'] },
  { mode: 'queued', left: {}, done: [] },
] as const)('$mode: of two handlers one fails', ({ mode, left, done }) => {
  deployed(mode);

  it('and the queue has what the worker needs to run what is left', async () => {
    const body = bodyOf('file.updated', { failing: 'second' });
    const event = deployment.genuine({ body });
    const requestContext = { ...event.requestContext, requestId: 'the-request' };
    const before = deployment.clock.now();
    expect(await deployment.deliver({ ...event, requestContext })).toEqual(QUEUED);
    const after = deployment.clock.now();

    expect(effects()).toEqual(done);
    const messages = deployment.queue.messages.map((message) => JSON.parse(message.body));
    expect(messages).toEqual([
      {
        version: 1,
        body,
        deliveryKey: createHash('sha256')
          .update(`${event.headers['x-frameio-request-timestamp']}:${body}`)
          .digest('hex'),
        receivedAt: expect.any(Number),
        correlationId: 'the-request',
        ...left,
      },
    ]);
    expect(messages[0].receivedAt).toBeGreaterThanOrEqual(before);
    expect(messages[0].receivedAt).toBeLessThanOrEqual(after);
  });

  it('and is run alone from then on, while the other is not run again', async () => {
    const body = bodyOf('file.updated', { failing: 'second' });
    expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(QUEUED);
    await deployment.drain();
    expect(effects()).toEqual(['first']);
    expect(deployment.deadLetters.at(-1)).toMatchObject({
      errorCode: 'handler_failed',
      handlers: 'second',
      reason: expect.stringContaining('second was asked to fail.'),
    });
  });
});
