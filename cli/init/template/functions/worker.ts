import { workerHandler } from 'frameio-lambda';
import { app } from './app.ts';

/** Lambda calls this with each batch of queue messages. */
export const handler = await workerHandler(app);
