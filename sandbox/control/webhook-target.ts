import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { Delivery } from '../sandbox-api.ts';
import { findAction } from './actions-api.ts';
import { readChosenTarget, type WebhookTarget } from './chosen-target.ts';
import { controlError, type Read } from './control-response.ts';

/** Finds where an earlier delivery goes now. */
export function findTarget(delivery: Delivery, state: FrameioState, app: WebhookTarget): Read<WebhookTarget> {
  const { kind, type, url, isChosenUrl } = delivery;
  const chosen = isChosenUrl ? readChosenTarget(url, state, app) : undefined;
  if (chosen && !chosen.ok) return chosen;
  if (kind === 'webhook') return chosen ?? findWebhookTarget(url, state, app);
  const stored = findAction(type, state);
  if (!stored.ok) return stored;
  const { action, secret } = stored.value;
  return { ok: true, value: { url: chosen?.value.url ?? action.url, secret } };
}

/** Finds the webhook that an earlier delivery went to. The app's endpoint may have another port since. */
function findWebhookTarget(url: string, state: FrameioState, app: WebhookTarget): Read<WebhookTarget> {
  const stored = state.stores.webhooks.all().find(({ webhook }) => webhook.url === url);
  if (stored && !stored.isRegistered) return { ok: true, value: { url, secret: stored.secret } };
  if (stored || isSameEndpoint(url, app.url)) return { ok: true, value: app };
  return controlError(
    422,
    `No webhook has the URL ${url} now. Create it again, or send the body to the app: POST /sandbox/deliveries.`,
  );
}

function isSameEndpoint(url: string, appUrl: string): boolean {
  const [one, other] = [new URL(url), new URL(appUrl)];
  return one.hostname === other.hostname && one.pathname === other.pathname;
}
