// The entry point of the endpoint, like functions/endpoint.ts, with the simulated app.

import { apiCredentialsLoaded } from '../../functions/resources/api-credentials.ts';
import { signingSecretsLoaded } from '../../functions/resources/signing-secrets.ts';
import '../../functions/resources/preconnect.ts';

import { queue } from '../../functions/resources/queue.ts';
import { endpointHandler } from '../../lib/index.ts';
import { app } from './app.ts';

await Promise.all([signingSecretsLoaded, apiCredentialsLoaded]);

/** Lambda calls this with each request that API Gateway receives. */
export const handler = endpointHandler(app, { queue });
