import { queuedEndpointHandler } from 'frameio-lambda';

/** The endpoint of the delivery mode `queued`, which sends the delivery to the queue. */
export const handler = await queuedEndpointHandler();
