import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { response } from '../../support/endpoint-under-test.ts';
import { ReconciliationUnderTest } from './reconciliation-under-test.ts';

let test: ReconciliationUnderTest;

beforeAll(async () => {
  test = await ReconciliationUnderTest.start('inline');
});

afterAll(() => test.stop());

it('enqueues nothing for an event that the endpoint handled', async () => {
  await test.turnOn();
  const fileId = test.newFile();
  const delivery = test.deployment.genuine({ fileId });
  expect(await test.deployment.deliver(delivery)).toEqual(response(200, 'completed'));
  await test.runTwice();
  expect(test.queued).toBe(0);
});

it('runs the handler again for an event that the endpoint could neither handle nor queue', async () => {
  await test.turnOn();
  const fileId = test.newFile();
  test.deployment.endpoint.apiFault = 500;
  test.deployment.sqs.fault = 'down';
  expect(await test.deployment.deliver(test.deployment.genuine({ fileId }))).toEqual(response(500, 'failed'));
  await test.deployment.reset();
  expect(test.deployment.commentsOn(fileId)).toBe(0);
  await test.runTwice();
  await test.deployment.drain();
  expect(test.deployment.commentsOn(fileId)).toBe(1);
});

it('does not repeat an event that the endpoint handled although the table did not record its end', async () => {
  await test.turnOn();
  const fileId = test.newFile();
  test.deployment.dynamoDb.fault = ({ input }) =>
    JSON.stringify(input).includes('SET accepted = :accepted, expiration') ? 'down' : undefined;
  const delivery = test.deployment.genuine({ fileId });
  expect(await test.deployment.deliver(delivery)).toEqual(response(200, 'completed'));
  test.deployment.dynamoDb.fault = undefined;
  await test.runTwice();
  expect(test.queued).toBe(1);
  await test.deployment.drain();
  expect(test.deployment.commentsOn(fileId)).toBe(1);
});

it('does not start the handler while the table is down, and queues the delivery', async () => {
  await test.turnOn();
  const fileId = test.newFile();
  test.deployment.dynamoDb.fault = 'down';
  const delivery = test.deployment.genuine({ fileId });
  expect(await test.deployment.deliver(delivery)).toEqual(response(202, 'queued'));
  await test.deployment.reset();
  expect(test.deployment.commentsOn(fileId)).toBe(1);
});
