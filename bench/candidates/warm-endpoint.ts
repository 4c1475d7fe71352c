import { App, ENV, endpointHandler, fromSecretsManager, requireEnv } from '../../lib/index.ts';

const ignore = () => undefined;
const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));
await signingSecrets.preload();

// The other candidates of the warm measurement write no log either.
const app = new App({ signingSecrets, logger: { debug: ignore, info: ignore, warn: ignore, error: ignore } });

app.onWebhook('file.ready', async () => undefined);

/** The endpoint around a handler that does nothing: the cost of verifying, parsing and dispatching. */
export const handler = endpointHandler(app);
