import { ENV, endpointHandler, fromSecretsManager, requireEnv, SqsDeliveryQueue } from '../../lib/index.ts';
import { createApp } from './app.ts';

const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));
const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));
const loaded = Promise.all([apiCredentials.preload(), signingSecrets.preload()]);
const app = createApp({ apiCredentials, signingSecrets });
const queue = new SqsDeliveryQueue(requireEnv(ENV.queueUrl));
await loaded;

/** The endpoint of the delivery mode `inline`, which runs the handlers. */
export const handler = endpointHandler(app, { queue });
