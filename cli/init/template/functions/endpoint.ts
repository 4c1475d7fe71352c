import { endpointHandler } from 'frameio-lambda';
import { app } from './app.ts';

/** Lambda calls this with each request that API Gateway receives. */
export const handler = await endpointHandler(app);
