import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { ServiceFault } from '../../sandbox/aws/json-protocol/json-service.ts';
import { DeploymentUnderTest, SHORT_WORKER } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

const DAY_MS = 24 * 3_600_000;
const PATIENCE_MS = 5_000;
const FAULTS: readonly ServiceFault[] = ['throttled', 'denied', 'down', 'reset', 'hang'];
const QUEUED = response(202, 'queued');

let deployment: DeploymentUnderTest;
let fileId: string;

function deployed(mode: DeliveryMode): void {
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode, worker: SHORT_WORKER });
    await deployment.deliver(); // cold starts are not what is measured
    await deployment.drain();
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

const deliver = () => deployment.deliver(deployment.genuine({ fileId }));
const comments = () => deployment.commentsOn(fileId);
/** While the handler has not posted its comment, that is before or after its turn. */
const beforeTheComment = (fault: ServiceFault) => () => (comments() === 0 ? fault : undefined);
const afterTheComment = (fault: ServiceFault) => () => (comments() === 0 ? undefined : fault);

describe('a message put back from the dead-letter queue', () => {
  deployed('queued');

  /** Puts the last dead letter back, as it is, and returns it. */
  async function redrive() {
    const letter = deployment.deadLetters.at(-1);
    await deployment.queue.send({ body: letter?.body ?? '' });
    return letter;
  }

  it('is given up with the reason when it fails at the age of 13 days, before SQS forgets it', async () => {
    expect(await deliver()).toEqual(QUEUED);
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

  it('is done when what was wrong is mended, and has all the time again that a new one has', async () => {
    await deliver();
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

  it.each([1, 14, 28, 34])('does nothing again that has been done, %i days ago', async (days) => {
    await deliver();
    const [message] = deployment.queue.messages;
    await deployment.drain();
    deployment.clock.advance(days * DAY_MS);
    await deployment.queue.send({ body: message?.body ?? '' });
    await deployment.drain();
    expect(comments()).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  });

  it('looks for the comment that was posted before it was given up', async () => {
    deployment.endpoint.apiFault = ({ method }) => (method === 'POST' ? 'reset_after_processing' : undefined);
    await deliver();
    await deployment.runWorker();
    deployment.endpoint.apiFault = 403;
    await deployment.drain();
    deployment.endpoint.apiFault = undefined;
    expect(await redrive()).toMatchObject({ errorCode: 'forbidden', attempts: '2' });
    deployment.clock.advance(13 * DAY_MS);
    await deployment.drain();
    expect(comments()).toBe(1);
  });
});

describe('a worker whose DynamoDB', () => {
  deployed('queued');

  it.each(FAULTS)(
    'is out of order (%s) before the handler: nothing is done, and the message stays until it is',
    async (fault) => {
      deployment.dynamoDb.fault = fault;
      await deliver();
      await deployment.runWorker();
      expect(deployment.batchFailures).toEqual([]);
      expect(comments()).toBe(0);
      expect(deployment.queue.messages).toHaveLength(1);
      expect(deployment.hiddenMs).toBeGreaterThan(9_000);
      deployment.dynamoDb.fault = undefined;
      await deployment.drain();
      expect(comments()).toBe(1);
    },
  );

  it.each(FAULTS)('is out of order (%s) after the handler: the comment is found when it is back', async (fault) => {
    deployment.dynamoDb.fault = afterTheComment(fault);
    await deliver();
    await deployment.runWorker();
    expect(comments()).toBe(1);
    expect(deployment.queue.messages).toHaveLength(1);
    deployment.dynamoDb.fault = undefined;
    await deployment.drain();
    expect(comments()).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  });

  it.each(['reset_after_processing', 'hang_after_processing'] as const)(
    'takes the beginning, but does not say so (%s): done once',
    async (fault) => {
      deployment.dynamoDb.fault = beforeTheComment(fault);
      await deliver();
      await deployment.runWorker();
      deployment.dynamoDb.fault = undefined;
      await deployment.drain();
      expect(comments()).toBe(1);
    },
  );

  it('takes longer than the handlers have: the handler is not begun any more', async () => {
    let attempts = 0;
    deployment.dynamoDb.fault = ({ input }) => {
      if (!String(input.UpdateExpression).includes('attempt_id = ')) return undefined; // not the start of an attempt
      attempts += 1;
      return attempts <= 2 ? 'hang' : { delayMs: 500 };
    };
    await deliver();
    await deployment.runWorker();
    expect(deployment.queue.messages).toHaveLength(1);
    expect(comments()).toBe(0);
    await deployment.drain();
    expect(comments()).toBe(1);
  });

  it('is out of order for days: given up before SQS forgets it, and done once when it is put back', async () => {
    deployment.dynamoDb.fault = 'denied';
    const startedAt = deployment.clock.now();
    await deliver();
    await deployment.drain();
    expect((deployment.clock.now() - startedAt) / DAY_MS).toBeGreaterThan(12.9);
    const letter = deployment.deadLetters.at(-1);
    expect(letter).toMatchObject({ errorCode: 'too_old', handlers: 'file-ready' });
    expect(comments()).toBe(0);
    deployment.dynamoDb.fault = undefined;
    await deployment.queue.send({ body: letter?.body ?? '' });
    await deployment.drain();
    expect(comments()).toBe(1);
  });
});

describe('an inline endpoint whose DynamoDB', () => {
  deployed('inline');

  it.each(FAULTS)(
    'is out of order (%s) hands the event to the queue in time, and nothing is done twice',
    async (fault) => {
      deployment.dynamoDb.fault = fault;
      const startedAt = performance.now();
      expect(await deliver()).toEqual(QUEUED);
      expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
      expect(comments()).toBe(0);
      deployment.dynamoDb.fault = undefined;
      await deployment.drain();
      expect(comments()).toBe(1);
    },
  );

  it('does not take the end hands the event to the queue, where the comment is found', async () => {
    deployment.dynamoDb.fault = afterTheComment('down');
    expect(await deliver()).toEqual(QUEUED);
    expect(comments()).toBe(1);
    deployment.dynamoDb.fault = undefined;
    await deployment.drain();
    expect(comments()).toBe(1);
  });

  it('is down along with SQS answers 5xx, and the event is done once when Frame.io sends it again', async () => {
    deployment.dynamoDb.fault = 'denied';
    deployment.sqs.fault = 'denied';
    const delivery = deployment.genuine({ fileId });
    expect(await deployment.deliver(delivery)).toEqual(response(503, 'postponed'));
    deployment.dynamoDb.fault = undefined;
    deployment.sqs.fault = undefined;
    expect(await deployment.deliver(delivery)).toEqual(response(200, 'completed'));
    expect(comments()).toBe(1);
  });

  it.each([
    [0, QUEUED],
    [15_000, response(200, 'completed')],
  ])(
    'was killed after the comment was posted: sent again after %i ms it is not posted again',
    async (afterMs, answer) => {
      let hasPosted = false;
      deployment.endpoint.apiFault = ({ method }) => {
        hasPosted ||= method === 'POST';
        return method === 'POST' ? 'hang_after_processing' : undefined;
      };
      const delivered = deliver().catch(() => 'killed');
      await until(() => hasPosted && comments() === 1);
      await deployment.endpoint.recycle();
      expect(await delivered).toBe('killed');
      deployment.endpoint.apiFault = undefined;
      deployment.clock.advance(afterMs);
      expect(await deliver()).toEqual(answer);
      await deployment.drain();
      expect(comments()).toBe(1);
    },
  );
});
