import { actionsHandler } from 'frameio-lambda';
import { app } from './app.ts';

/** The function that serves custom actions in the delivery mode `queued`. */
export const handler = await actionsHandler(app);
