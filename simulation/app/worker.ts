import { ENV, fromSecretsManager, readNumberFromEnv, requireEnv, workerHandler } from '../../lib/index.ts';
import { createApp } from './app.ts';

const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));
const loaded = apiCredentials.preload();
const app = createApp({ apiCredentials });
await loaded;

/** The worker, which runs the handlers for each delivery in the queue. */
export const handler = workerHandler(app, {
  queueUrl: requireEnv(ENV.queueUrl),
  deadLetterQueueUrl: requireEnv(ENV.deadLetterQueueUrl),
  maxReceiveCount: readNumberFromEnv(ENV.maxReceiveCount),
});
