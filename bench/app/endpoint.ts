import { endpointHandler } from '../../lib/index.ts';
import { app } from './app.ts';

/** The endpoint of the delivery mode `inline`, which runs the handler. */
export const handler = await endpointHandler(app);
