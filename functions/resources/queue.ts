import { ENV, SqsDeliveryQueue } from 'frameio-lambda';

const queueUrl = process.env[ENV.queueUrl];

/** The queue of deliveries for the worker; `undefined` without the stack's queue, for example in SAM. */
export const queue = queueUrl ? new SqsDeliveryQueue(queueUrl) : undefined;
