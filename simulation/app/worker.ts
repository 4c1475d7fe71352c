// The entry point of the worker, like functions/worker.ts, with the simulated app.

import { apiCredentialsLoaded } from '../../functions/resources/api-credentials.ts';
import '../../functions/resources/preconnect.ts';

import { ENV, numberInEnv, requireEnv, workerHandler } from '../../lib/index.ts';
import { app } from './app.ts';

await apiCredentialsLoaded;

/** Lambda calls this with each batch of messages of the queue. */
export const handler = workerHandler(app, {
  queueUrl: requireEnv(ENV.queueUrl),
  deadLetterQueueUrl: requireEnv(ENV.deadLetterQueueUrl),
  maxReceiveCount: numberInEnv(ENV.maxReceiveCount),
});
