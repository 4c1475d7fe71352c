import { workerHandler } from '../../lib/index.ts';
import { app } from './app.ts';

/** The worker, which runs the handler for each delivery in the queue. */
export const handler = await workerHandler(app);
