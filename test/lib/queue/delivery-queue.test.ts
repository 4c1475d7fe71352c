import { expect, it } from '@jest/globals';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../../lib/aws/sqs-queue.ts';
import { SqsDeliveryQueue } from '../../../lib/index.ts';
import { answered, intercepted } from '../../support/intercepted-aws.ts';

const URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/deliveries';

/** A queue, and what SQS was asked for it. */
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

it('77: a delivery that makes a longer message than SQS takes is an error that says so, and is not cut', async () => {
  const { queue, inputs } = deliveryQueue();
  await expect(queue.send(delivery('x'.repeat(1_048_576)))).rejects.toMatchObject({
    code: 'message_too_long',
    message: expect.stringMatching(/^The delivery makes a message of 10487\d\d bytes; there is room for 1040384\.$/),
  });
  expect(inputs).toEqual([]);
});

it('77: it is bytes that count, not characters', async () => {
  const { queue } = deliveryQueue();
  await expect(queue.send(delivery('🎬'.repeat(262_144)))).rejects.toMatchObject({ code: 'message_too_long' });
});

it.each([
  [0, 0],
  [1, 1],
  [59_001, 60],
  [86_400_000, 900],
])('a delay of %i ms is one of %i s, which is no shorter and no longer than SQS knows', async (delayMs, seconds) => {
  const { queue, inputs } = deliveryQueue();
  await queue.send(delivery('{}'), { delayMs });
  expect(inputs).toMatchObject([{ DelaySeconds: seconds }]);
});

it('a delay longer than that is kept by the worker: the message says before when it is not to be tried', async () => {
  const { queue, inputs } = deliveryQueue();
  const before = Date.now();
  await queue.send(delivery('{}'), { delayMs: 86_400_000 });
  await queue.send(delivery('{}'), { delayMs: 900_000 });
  const [long, short] = inputs.map((input) => JSON.parse(Reflect.get(input, 'MessageBody')));
  expect(long.notBefore).toBeGreaterThanOrEqual(before + 86_400_000);
  expect(short.notBefore).toBeUndefined();
});
