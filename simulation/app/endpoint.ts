import { endpointHandler } from 'frameio-lambda';
import { app } from './app.ts';

/** The endpoint of the delivery mode `inline`, which runs the handlers. */
export const handler = await endpointHandler(app);
