import { workerHandler } from 'frameio-lambda';
import { app } from './app.ts';

export const handler = await workerHandler(app);
