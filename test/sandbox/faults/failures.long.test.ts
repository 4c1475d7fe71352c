import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Delivery, DeliveryList, FaultRequest } from '../../../sandbox/sandbox-api.ts';
import { localStack } from '../../support/synthesized.ts';
import { until } from '../../support/until.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start({ stack: localStack('inline', 'console-app'), port: 0, onEvent: () => undefined });
  await sandbox.upload({ name: 'warm.mov', fileSize: 1 });
});
afterEach(async () => {
  await call('DELETE', '/sandbox/faults');
});
afterAll(() => sandbox?.close());

async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  return JSON.parse(await (await fetch(`${sandbox.frameioUrl}${path}`, init)).text());
}

/** Returns the newest delivery. */
async function newest(): Promise<Delivery> {
  const { deliveries } = await call<DeliveryList>('GET', '/sandbox/deliveries?limit=1');
  return await call('GET', `/sandbox/deliveries/${deliveries[0]?.id}`);
}

/** Uploads a file while faults are active. Returns its delivery after the first response, and its upload. */
async function uploadDuring(...faults: readonly FaultRequest[]) {
  for (const fault of faults) await call('POST', '/sandbox/faults', fault);
  const file = `${JSON.stringify(faults)}.mov`;
  const uploaded = sandbox.upload({ name: file, fileSize: 1 });
  let delivery: Delivery | undefined;
  await until(async () => {
    delivery = await newest();
    const isAnswered = delivery.attempts[0]?.status != null;
    return (
      delivery.resource?.name === file &&
      isAnswered &&
      (delivery.nextAttemptAt !== null || delivery.status !== 'in_progress')
    );
  });
  return { delivery, uploaded };
}

/** Ends the faults, and advances the clock past every wait. Returns the delivery after that. */
async function afterwards(): Promise<Delivery> {
  await call('DELETE', '/sandbox/faults');
  let delivery = await newest();
  await until(async () => {
    await sandbox.advance(900_000);
    delivery = await newest();
    return delivery.status === 'completed';
  });
  return delivery;
}

it.each<{ name: string; faults: readonly FaultRequest[]; status: number }>([
  { name: 'SQS fails while a handler must wait', faults: [{ target: 'sqs' }, { status: 503 }], status: 500 },
  { name: 'a function is killed', faults: [{ target: 'functions', count: 1 }], status: 500 },
  { name: 'the secret is rotated and not stored yet', faults: [{ target: 'signing-secret' }], status: 401 },
])('$name: Frame.io delivers again, and each handler completes once', async ({ faults, status }) => {
  const { delivery, uploaded } = await uploadDuring(...faults);
  expect(delivery?.attempts).toMatchObject([{ status }]);
  expect((await afterwards()).attempts.map((attempt) => attempt.status)).toEqual([status, 200]);
  expect((await uploaded).comments).toHaveLength(1);
});

it.each<{ name: string; fault: FaultRequest }>([
  { name: 'DynamoDB fails', fault: { target: 'dynamodb' } },
  { name: 'Frame.io is slow', fault: { delay_seconds: 4 } },
])('$name: the event waits in the queue, and its handlers complete later', async ({ fault }) => {
  const { delivery } = await uploadDuring(fault);
  expect(delivery?.attempts).toMatchObject([{ status: 202 }]);
  const { handlers } = await afterwards();
  expect(handlers.map(({ name, status }) => `${name} ${status}`)).toEqual(['check completed', 'probe completed']);
});

it('Secrets Manager fails: the endpoint uses the secrets that it has', async () => {
  const { delivery } = await uploadDuring({ target: 'secrets-manager' });
  expect(delivery).toMatchObject({ status: 'completed', attempts: [{ status: 200 }] });
});

it('signs with the new secret that is stored when the rotation ends', async () => {
  const before = sandbox.signingSecret;
  const { id } = await call<{ id: string }>('POST', '/sandbox/faults', { target: 'signing-secret' });
  await call('DELETE', `/sandbox/faults/${id}`);
  expect(sandbox.signingSecret).not.toBe(before);
  const { reported } = await sandbox.upload({ name: 'rotated.mov', fileSize: 1 });
  expect(reported?.report?.isAccepted).toBe(true);
});
