import { fileReady } from '../../functions/handlers/file-ready.ts';
import { apiCredentials } from '../../functions/resources/api-credentials.ts';
import { idempotencyStore } from '../../functions/resources/idempotency-store.ts';
import { signingSecrets } from '../../functions/resources/signing-secrets.ts';
import { App, ConfigError, EmfMetrics, ENV } from '../../lib/index.ts';
import { checklist } from './checklist.ts';
import { HANDLER_STARTED } from './log-messages.ts';
import { updateLog } from './update-log.ts';

if (!idempotencyStore) {
  throw new ConfigError(`The simulated app requires an idempotency store: set ${ENV.idempotencyTable}.`);
}

/** The simulated app: the deployed handler, a second handler of the same event that fails, and one of a repeating event. */
export const app = new App({
  token: apiCredentials,
  signingSecrets,
  idempotencyStore,
  metrics: new EmfMetrics(),
  maxRetries: 0,
});

app.use(async ({ logger }, next) => {
  logger.info(HANDLER_STARTED);
  await next();
});
app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
app.onWebhook('file.ready', checklist, { name: 'checklist' });
app.onWebhook('file.updated', updateLog, { name: 'update-log' });
