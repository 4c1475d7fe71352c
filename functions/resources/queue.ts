import { ENV, SqsDeliveryQueue } from '../../lib/index.ts';

const queueUrl = process.env[ENV.queueUrl];

/** The queue of deliveries for the worker; `undefined` without the stack's queue, such as in SAM. */
export const queue = queueUrl ? new SqsDeliveryQueue(queueUrl) : undefined;
