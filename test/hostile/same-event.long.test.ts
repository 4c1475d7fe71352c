import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe.each(['inline', 'queued'] as const)('in mode %s', (mode) => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode });
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

  async function deliver(): Promise<void> {
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toMatchObject({
      statusCode: mode === 'inline' ? expect.any(Number) : 202,
    });
    await deployment.drain();
  }

  it('handles an event once, however it is repeated within 15 minutes', async () => {
    for (const waitMs of [0, 15_000, 4 * MINUTE_MS, 10 * MINUTE_MS]) {
      deployment.clock.advance(waitMs);
      await deliver();
    }
    expect(comments()).toBe(1);
  });

  it('handles an event with the same body again, minutes and days later', async () => {
    for (const waitMs of [0, 16 * MINUTE_MS, 3 * DAY_MS]) {
      deployment.clock.advance(waitMs);
      await deliver();
    }
    expect(comments()).toBe(3);
  });

  it('recognizes a late copy of the earlier event after the later one is done', async () => {
    const earlier = deployment.genuine({ fileId });
    await deployment.deliver(earlier);
    const copies = deployment.queue.messages.map(({ body }) => body);
    await deployment.drain();
    deployment.clock.advance(2 * DAY_MS);
    await deliver();
    expect(comments()).toBe(2);
    for (const body of copies) await deployment.queue.send({ body });
    await deployment.drain();
    expect(comments()).toBe(2);
  });

  it('recognizes a redrive of the earlier event after the later one is done', async () => {
    deployment.endpoint.apiFault = 403;
    await deliver();
    const letter = deployment.deadLetters.at(-1);
    deployment.endpoint.apiFault = undefined;
    deployment.clock.advance(2 * DAY_MS);
    await deliver();
    expect(comments()).toBe(1);
    deployment.endpoint.logs.length = 0;
    for (let redrive = 1; redrive <= 2; redrive += 1) {
      await deployment.queue.send({ body: letter?.body ?? '' });
      await deployment.drain();
      const runs = deployment.endpoint.logs.filter((line) => line.includes('comment exists from an earlier attempt'));
      expect(runs).toHaveLength(1);
    }
  });

  it('handles a message of the earlier format, which has no timestamp', async () => {
    const body = deployment.endpoint.body({ resource: { id: fileId, type: 'file' } });
    const receivedAt = deployment.clock.now();
    const message = { version: 1, body, deliveryKey: fileId, receivedAt, correlationId: 'earlier' };
    for (let copy = 1; copy <= 2; copy += 1) {
      await deployment.queue.send({ body: JSON.stringify(message) });
      await deployment.drain();
    }
    expect(comments()).toBe(1);
  });
});
