import { queuedEndpointHandler } from 'frameio-lambda';

export const handler = await queuedEndpointHandler();
