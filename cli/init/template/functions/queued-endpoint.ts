import { queuedEndpointHandler } from 'frameio-lambda';

/** Lambda calls this with each request that API Gateway receives. Only the worker loads the handlers. */
export const handler = await queuedEndpointHandler();
