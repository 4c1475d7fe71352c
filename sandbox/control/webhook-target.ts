import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { controlError, type Read } from './control-response.ts';

/** Where the deliveries of a webhook go, and what signs them. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** Finds the webhook that an earlier delivery went to. The app's endpoint may have another port since. */
export function findWebhookTarget(url: string, state: FrameioState, app: WebhookTarget): Read<WebhookTarget> {
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
