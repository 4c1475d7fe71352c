// First the credentials, which are asked for as soon as they are imported.

import { apiCredentialsLoaded } from './resources/api-credentials.ts';
import './resources/preconnect.ts';

// Then the handlers.

import { ENV, readNumberFromEnv, requireEnv, workerHandler } from '../lib/index.ts';
import { app } from './app.ts';

await apiCredentialsLoaded; // before the first batch

/** Lambda calls this with each batch of messages of the queue. */
export const handler = workerHandler(app, {
  queueUrl: requireEnv(ENV.queueUrl),
  deadLetterQueueUrl: requireEnv(ENV.deadLetterQueueUrl),
  maxReceiveCount: readNumberFromEnv(ENV.maxReceiveCount),
});
