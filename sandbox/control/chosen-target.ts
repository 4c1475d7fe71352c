import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { SandboxTarget } from '../sandbox-api.ts';
import { controlError, type Read } from './control-response.ts';

/** Where deliveries go, and what signs them. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** Names of this machine in a URL. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Lists the URLs that Frame.io sends to: the endpoint of the app, then those of other webhooks and actions. */
export function listTargets({ stores, actions }: FrameioState, app: WebhookTarget): readonly SandboxTarget[] {
  const targets = [
    { url: app.url, name: 'webhook of the app' },
    ...actions.list().map(({ action: { name, url }, isRegistered }) => {
      return { url, name: isRegistered ? 'actions of the app' : `action ${name}` };
    }),
    ...stores.webhooks.all().map(({ webhook: { name, url } }) => ({ url, name: `webhook ${name}` })),
  ];
  return targets.filter(({ url }, index) => targets.findIndex((target) => target.url === url) === index);
}

/**
 * Checks the URL that a user chose for a delivery. The sandbox sends to this machine, and to the URLs that Frame.io sends to
 * anyway. With any other URL, its page would send requests to the internet.
 *
 * @param app - The endpoint of the app. Its secret signs what goes to a URL without a webhook.
 */
export function readChosenTarget(url: string, state: FrameioState, app: WebhookTarget): Read<WebhookTarget> {
  const other = state.stores.webhooks.all().find(({ webhook, isRegistered }) => webhook.url === url && !isRegistered);
  const secret = other?.secret ?? app.secret;
  const isKnown = listTargets(state, app).some((target) => target.url === url);
  if (isKnown || isOnThisMachine(url)) return { ok: true, value: { url, secret } };
  return controlError(
    422,
    `Cannot send to ${JSON.stringify(url)}: the sandbox sends to this machine only, and to the URLs of webhooks and actions. Use a URL such as http://127.0.0.1:3000/, or create a webhook with this URL in the local Frame.io.`,
  );
}

function isOnThisMachine(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && LOOPBACK.test(hostname);
}
