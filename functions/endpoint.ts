// Import the secrets first: their requests start at import.

import { apiCredentialsLoaded } from './resources/api-credentials.ts';
import { signingSecretsLoaded } from './resources/signing-secrets.ts';
import './resources/preconnect.ts';

// Then import the handlers, while the requests run.

import { endpointHandler } from 'frameio-lambda';
import { app } from './app.ts';
import { queue } from './resources/queue.ts';

await Promise.all([signingSecretsLoaded, apiCredentialsLoaded]); // before the first request

/** Lambda calls this with each request that API Gateway receives. */
export const handler = endpointHandler(app, { queue });
