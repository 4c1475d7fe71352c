// Import the credentials first: their request starts at import.

import { apiCredentialsLoaded } from './resources/api-credentials.ts';
import './resources/preconnect.ts';

// Then import the handlers, while the request runs.

import { ENV, readNumberFromEnv, requireEnv, workerHandler } from 'frameio-lambda';
import { app } from './app.ts';

await apiCredentialsLoaded; // before the first batch

/** Lambda calls this with each batch of queue messages. */
export const handler = workerHandler(app, {
  queueUrl: requireEnv(ENV.queueUrl),
  deadLetterQueueUrl: requireEnv(ENV.deadLetterQueueUrl),
  maxReceiveCount: readNumberFromEnv(ENV.maxReceiveCount),
});
