import { ENV, SqsDeliveryQueue } from '../../lib/index.ts';

const queueUrl = process.env[ENV.queueUrl];

/** Where deliveries wait for the worker; none where the function is run without its stack, as by SAM. */
export const queue = queueUrl ? new SqsDeliveryQueue(queueUrl) : undefined;
