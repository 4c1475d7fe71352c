import { App, endpointHandler, SecretCache } from '../../lib/index.ts';
import { SIGNING_SECRET } from '../secrets.ts';

const silent = () => undefined;

// The others log nothing on their way, so this one does not either; endpoint-logging.ts does.
const app = new App({
  // In a store, as it is deployed.
  signingSecrets: new SecretCache({ secretId: 'signing-secrets', fetch: async () => ({ current: SIGNING_SECRET }) }),
  logger: { debug: silent, info: silent, warn: silent, error: silent },
});

app.onWebhook('file.ready', async () => undefined);

/** The endpoint with a handler that does nothing: what verifying, parsing and dispatching cost. */
export const handler = endpointHandler(app);
