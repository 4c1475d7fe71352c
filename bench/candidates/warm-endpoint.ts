import { App } from '../../lib/app/app.ts';
import { ENV, requireEnv } from '../../lib/core/env.ts';
import { endpointHandler } from '../../lib/endpoint/endpoint-handler.ts';
import { fromSecretsManager } from '../../lib/secrets/secrets-manager.ts';

const ignore = () => undefined;
const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));
await signingSecrets.preload();

// The other candidates of the warm measurement write no log, record no metrics and call no DynamoDB either.
delete process.env[ENV.idempotencyTable];
const app = new App({
  signingSecrets,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  metrics: { record: ignore, publish: ignore },
});

app.onWebhook('file.ready', async () => undefined);

/** The endpoint around a handler that does nothing: the cost of verifying, parsing and dispatching. */
export const handler = await endpointHandler(app);
