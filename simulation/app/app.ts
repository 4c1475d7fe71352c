import { fileReady } from '../../functions/handlers/file-ready.ts';
import { apiCredentials } from '../../functions/resources/api-credentials.ts';
import { idempotencyStore } from '../../functions/resources/idempotency-store.ts';
import { signingSecrets } from '../../functions/resources/signing-secrets.ts';
import { App, ConfigError, EmfMetrics, ENV } from '../../lib/index.ts';
import { checklist } from './checklist.ts';
import { KeyedIdempotencyStore } from './keyed-ledger.ts';
import { HANDLER_BEGINS } from './log-lines.ts';
import { updateLog } from './update-log.ts';

if (!idempotencyStore) throw new ConfigError(`The simulated app has no idempotencyStore: set ${ENV.idempotencyTable}.`);

/**
 * What is simulated: the handler that is deployed, beside it one on the same event that fails in ways of its own, and one
 * of an event that repeats.
 */
export const app = new App({
  token: apiCredentials,
  signingSecrets,
  idempotencyStore: new KeyedIdempotencyStore(idempotencyStore),
  metrics: new EmfMetrics(),
  maxRetries: 0,
});

app.use(async ({ logger }, next) => {
  logger.info(HANDLER_BEGINS);
  await next();
});
app.onWebhook('file.ready', fileReady, { name: 'file-ready' });
app.onWebhook('file.ready', checklist, { name: 'checklist' });
app.onWebhook('file.updated', updateLog, { name: 'update-log' });
