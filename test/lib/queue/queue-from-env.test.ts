import { expect, it } from '@jest/globals';
import { SqsDeliveryQueue } from '../../../lib/queue/delivery-queue.ts';
import { queueFromEnv } from '../../../lib/queue/queue-from-env.ts';
import { withEnvironment } from '../../support/environment.ts';

it.each([
  { name: 'returns the queue of QUEUE_URL', url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/deliveries' },
  { name: 'returns none if QUEUE_URL is empty', url: '' },
  { name: 'returns none if QUEUE_URL is not set', url: undefined },
])('$name', ({ url }) => {
  const restore = withEnvironment({ QUEUE_URL: url });
  const queue = queueFromEnv();
  restore();
  if (url) expect(queue).toBeInstanceOf(SqsDeliveryQueue);
  else expect(queue).toBeUndefined();
});
