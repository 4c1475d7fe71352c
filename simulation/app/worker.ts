import { workerHandler } from 'frameio-lambda';
import { app } from './app.ts';

/** The worker, which runs the handlers for each delivery in the queue. */
export const handler = await workerHandler(app);
