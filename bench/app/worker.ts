// Import the secrets first: their requests start at import.

import { secretsLoaded } from './secrets.ts';

// Then import the handlers, while the requests run.

import { ENV, readNumberFromEnv, requireEnv, workerHandler } from '../../lib/index.ts';
import { app } from './app.ts';

await secretsLoaded;

/** The worker, which runs the handler for each delivery in the queue. */
export const handler = workerHandler(app, {
  queueUrl: requireEnv(ENV.queueUrl),
  deadLetterQueueUrl: requireEnv(ENV.deadLetterQueueUrl),
  maxReceiveCount: readNumberFromEnv(ENV.maxReceiveCount),
});
