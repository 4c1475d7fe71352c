// First the secrets, which are asked for as soon as they are imported.

import { apiCredentialsLoaded } from './resources/api-credentials.ts';
import { signingSecretsLoaded } from './resources/signing-secrets.ts';
import './resources/preconnect.ts';

// Then the handlers.

import { endpointHandler } from '../lib/index.ts';
import { app } from './app.ts';
import { queue } from './resources/queue.ts';

await Promise.all([signingSecretsLoaded, apiCredentialsLoaded]); // before the first request

/** Lambda calls this with each request that API Gateway receives. */
export const handler = endpointHandler(app, { queue });
