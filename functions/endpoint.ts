import { setImmediate } from 'node:timers/promises';
import { endpointHandler } from '../lib/index.ts';
import { apiCredentials, signingSecrets } from './secrets.ts';

// The requests for the secrets leave first; the handlers are loaded while they are on their way.
const secretsLoaded = Promise.all([signingSecrets.preload(), apiCredentials.preload()]);
await setImmediate();
const { app } = await import('./app.ts');
await secretsLoaded;

/** Lambda calls this with each request that API Gateway receives. */
export const handler = endpointHandler(app);
