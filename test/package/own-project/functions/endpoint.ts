import { endpointHandler } from 'frameio-lambda';
import { app } from './app.ts';

export const handler = await endpointHandler(app);
