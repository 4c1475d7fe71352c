// First the secrets, which are asked for as soon as they are imported.

import { secretsLoaded } from './secrets.ts';

// Then the handlers.

import { endpointHandler } from '../lib/index.ts';
import { app } from './app.ts';

await secretsLoaded; // before the first request

/** Lambda calls this with each request that API Gateway receives. */
export const handler = endpointHandler(app);
