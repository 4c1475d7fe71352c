import type { Webhook } from '../../lib/client/resources/webhooks.ts';
import { signingSecretName } from '../../lib/registration/signing-secret-store.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import { formatLine } from '../../sandbox/terminal/lines.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';

/** A webhook with what the deployed app knows about it. */
export interface DescribedWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly isActive: boolean;
  readonly accountId: string;
  readonly workspaceId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Whether it sends to the deployed app. */
  readonly isOfApp: boolean;
  /** Whether its signing secret is stored under its id. */
  readonly isSecretStored: boolean;
}

/** What the deployed app knows: its URL, and the names of its signing secrets. */
export interface AppKnowledge {
  readonly stack: Pick<DeployedStack, 'webhookUrl' | 'title'>;
  readonly secretNames: readonly string[];
}

/** Describes a webhook for people and programs. */
export function describeWebhookOf(
  { stack, secretNames }: AppKnowledge,
  accountId: string,
  { id, name, url, events, active = true, workspace_id, created_at, updated_at }: Webhook,
): DescribedWebhook {
  return {
    id,
    name,
    url,
    events,
    isActive: active,
    accountId,
    workspaceId: workspace_id ?? null,
    createdAt: created_at,
    updatedAt: updated_at,
    isOfApp: url === stack.webhookUrl,
    isSecretStored: secretNames.includes(signingSecretName(accountId, id)),
  };
}

/** Formats a webhook over several lines. */
export function formatWebhook(webhook: DescribedWebhook, stack: AppKnowledge['stack']): string {
  const { id, name, url, events, isActive, isOfApp, isSecretStored } = webhook;
  const secret = isSecretStored ? 'stored' : 'not stored under the id of this webhook';
  return [
    `${id}${isActive ? '' : '  disabled in Frame.io'}`,
    formatLine('name', escapeControls(name)),
    formatLine('url', escapeControls(url)),
    formatLine('events', events.map(escapeControls).join(', ')),
    formatLine('account', webhook.accountId),
    formatLine('workspace', webhook.workspaceId ?? ''),
    formatLine('created', `${webhook.createdAt}  changed ${webhook.updatedAt}`),
    ...(isOfApp ? [formatLine('app', stack.title), formatLine('secret', secret)] : []),
  ].join('\n');
}
