import { Logger } from '@aws-lambda-powertools/logger';
import { ENV, queuedEndpointHandler, requireEnv, SqsDeliveryQueue } from '../lib/index.ts';
import { signingSecrets, signingSecretsLoaded } from './resources/signing-secrets.ts';

await signingSecretsLoaded; // before the first request

/** Lambda calls this with each request that API Gateway receives. It loads no handler: the worker does. */
export const handler = queuedEndpointHandler({
  queue: new SqsDeliveryQueue(requireEnv(ENV.queueUrl)),
  signingSecrets,
  logger: new Logger(),
});
