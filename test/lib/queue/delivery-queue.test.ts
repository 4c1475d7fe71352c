import { expect, it } from '@jest/globals';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../../lib/aws/sqs-queue.ts';
import { SqsDeliveryQueue } from '../../../lib/queue/delivery-queue.ts';
import { encodeDelivery } from '../../../lib/queue/queued-delivery.ts';
import { answered, intercepted } from '../../support/intercepted-aws.ts';

const URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/deliveries';

/** A queue, and the input of each call to SQS. */
function deliveryQueue() {
  const inputs: object[] = [];
  const client = createSqsClient(
    intercepted(async (call) => {
      inputs.push(call.input);
      return answered(call);
    }),
  );
  return { inputs, queue: new SqsDeliveryQueue(URL, new SqsQueue(URL, client)) };
}

const delivery = (body: string) => ({ body, deliveryKey: 'a'.repeat(64), receivedAt: 0, correlationId: 'c' });

it('refuses a delivery that is longer than an SQS message can be', async () => {
  const { queue, inputs } = deliveryQueue();
  await expect(queue.send(delivery('x'.repeat(1_048_576)))).rejects.toMatchObject({
    code: 'message_too_long',
    message: expect.stringMatching(/^A message can have at most 1040384 bytes, but this delivery has 10487\d\d\./),
  });
  expect(inputs).toEqual([]);
});

it('sends the longest delivery that fits, and refuses one byte more', async () => {
  const { queue, inputs } = deliveryQueue();
  const longest = 'x'.repeat(1_040_384 - encodeDelivery(delivery('')).length);
  await queue.send(delivery(longest));
  expect(inputs).toHaveLength(1);
  await expect(queue.send(delivery(`${longest}x`))).rejects.toMatchObject({ code: 'message_too_long' });
});

it('counts bytes, not characters', async () => {
  const { queue } = deliveryQueue();
  await expect(queue.send(delivery('🎬'.repeat(262_144)))).rejects.toMatchObject({ code: 'message_too_long' });
});

it.each([
  [0, 0],
  [1, 1],
  [59_001, 60],
  [86_400_000, 900],
])('turns a delay of %i ms into %i s, rounded up and within the maximum of SQS', async (delayMs, seconds) => {
  const { queue, inputs } = deliveryQueue();
  await queue.send(delivery('{}'), { delayMs });
  expect(inputs).toMatchObject([{ DelaySeconds: seconds }]);
});

it('leaves a delay above the maximum of SQS to the worker, as notBefore', async () => {
  const { queue, inputs } = deliveryQueue();
  const before = Date.now();
  await queue.send(delivery('{}'), { delayMs: 86_400_000 });
  await queue.send(delivery('{}'), { delayMs: 900_000 });
  const [long, short] = inputs.map((input) => JSON.parse(Reflect.get(input, 'MessageBody')));
  expect(long.notBefore).toBeGreaterThanOrEqual(before + 86_400_000);
  expect(short.notBefore).toBeUndefined();
});

it.each([
  {
    account: 'of the account',
    accountId: 'b983c39c-f1ad-4879-ae71-7cfb2530e3f9',
    group: 'b983c39c-f1ad-4879-ae71-7cfb2530e3f9',
  },
  { account: 'of no account', accountId: undefined, group: undefined },
  { account: 'of an id that SQS would refuse', accountId: 'ä b', group: undefined },
  { account: 'of an id that is too long', accountId: 'a'.repeat(129), group: undefined },
])('sends a message in the group $account', async ({ accountId, group }) => {
  const { queue, inputs } = deliveryQueue();
  await queue.send({ ...delivery('{}'), accountId });
  expect(inputs.map((input) => Object(input).MessageGroupId)).toEqual([group]);
});
