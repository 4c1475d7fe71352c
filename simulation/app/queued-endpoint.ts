import { Logger } from '@aws-lambda-powertools/logger';
import {
  EmfMetrics,
  ENV,
  fromSecretsManager,
  queuedEndpointHandler,
  requireEnv,
  SqsDeliveryQueue,
} from '../../lib/index.ts';

const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));
await signingSecrets.preload();

/** The endpoint of the delivery mode `queued`, which sends the delivery to the queue. */
export const handler = queuedEndpointHandler({
  queue: new SqsDeliveryQueue(requireEnv(ENV.queueUrl)),
  signingSecrets,
  logger: new Logger(),
  metrics: new EmfMetrics(),
});
