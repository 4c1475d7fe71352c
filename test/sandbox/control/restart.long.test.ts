import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { DeliverySummary } from '../../../sandbox/sandbox-api.ts';
import { SandboxUnderTest } from './sandbox-under-test.ts';

const running = new SandboxUnderTest();

beforeEach(() => running.start());
afterEach(() => running.sandbox.close());

it('keeps its history across a restart, and watches the handlers that wait', async () => {
  const [delivery] = await running.send('/sandbox/deliveries', { type: 'folder.created' });
  const [waiting] = await running.send('/sandbox/deliveries', { type: 'file.created' });
  const before = await running.list();
  await running.sandbox.close();
  await running.start();
  const after = await running.list();
  const idAndStatus = ({ id, status }: DeliverySummary) => [id, status];
  expect(after.deliveries.map(idAndStatus)).toEqual(before.deliveries.map(idAndStatus));
  expect(after.deliveries[1]).toEqual(before.deliveries[1]);
  expect(await running.show(delivery?.id)).toMatchObject({ status: 'failed', log: expect.any(Array) });
  await running.client.post('/sandbox/clock/advance', { seconds: 61 });
  expect(waiting).toMatchObject({ handlers: [{}, { status: 'postponed' }] });
  expect(await running.show(waiting?.id)).toMatchObject({
    status: 'failed',
    handlers: [{}, { status: 'completed' }],
  });
});

it('watches a dead letter of an earlier run that is redriven', async () => {
  const [delivery] = await running.send('/sandbox/deliveries', { type: 'folder.created' });
  const deadLetterId = delivery?.handlers[0]?.deadLetterId;
  await running.sandbox.close();
  await running.start();
  await running.client.post(`/sandbox/dead-letters/${deadLetterId}/redrive`);
  await running.client.post('/sandbox/clock/advance', { seconds: 1 });
  const { handlers } = await running.show(delivery?.id);
  expect(handlers).toMatchObject([{ status: 'dead_lettered', deadLetterId: expect.any(String) }]);
  expect(handlers[0]?.deadLetterId).not.toBe(deadLetterId);
});
