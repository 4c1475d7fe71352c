// The secrets come first: their requests are on their way while the handlers are loaded.

import { secretsLoaded } from './secrets.ts';

// Then everything else.

import { endpointHandler } from '../lib/index.ts';
import { app } from './app.ts';

await secretsLoaded;

/** Lambda calls this with each request that API Gateway receives. */
export const handler = endpointHandler(app);
