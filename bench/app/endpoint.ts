// Import the secrets first: their requests start at import.

import { secretsLoaded } from './secrets.ts';

// Then import the handlers, while the requests run.

import { ENV, endpointHandler, requireEnv, SqsDeliveryQueue } from '../../lib/index.ts';
import { app } from './app.ts';

await secretsLoaded;

/** The endpoint of the delivery mode `inline`, which runs the handler. */
export const handler = endpointHandler(app, { queue: new SqsDeliveryQueue(requireEnv(ENV.queueUrl)) });
