import { Logger } from '@aws-lambda-powertools/logger';
import {
  EmfMetrics,
  ENV,
  fromSecretsManager,
  queuedEndpointHandler,
  requireEnv,
  SqsDeliveryQueue,
} from 'frameio-lambda';

const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));
await signingSecrets.preload(); // before the first request

/** Lambda calls this with each request that API Gateway receives. Only the worker loads the handlers. */
export const handler = queuedEndpointHandler({
  queue: new SqsDeliveryQueue(requireEnv(ENV.queueUrl)),
  signingSecrets,
  logger: new Logger(),
  metrics: new EmfMetrics(),
});
