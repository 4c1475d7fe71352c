import { ENV } from '../core/env.ts';
import { type DeliveryQueue, SqsDeliveryQueue } from './delivery-queue.ts';

/** Returns the queue that `QUEUE_URL` names, or `undefined` if the variable is not set. */
export function queueFromEnv(): DeliveryQueue | undefined {
  const url = process.env[ENV.queueUrl];
  return url ? new SqsDeliveryQueue(url) : undefined;
}
