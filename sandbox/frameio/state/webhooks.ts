import { randomBytes } from 'node:crypto';
import type { FrameioDatabase } from './frameio-database.ts';
import type { FrameioEvent } from './frameio-event.ts';
import type { StoredWebhook, User } from './stored-resources.ts';
import type { NewWebhook, WebhookChange } from './webhook-fields.ts';

/** Whose webhook it is. */
interface NewWebhookContext {
  readonly workspaceId: string;
  readonly creator: User;
  /** @default false */
  readonly isRegistered?: boolean;
  /** @default random */
  readonly secret?: string;
}

/** Returns a new signing secret. */
export function newSigningSecret(): string {
  return randomBytes(24).toString('hex');
}

/** Creates an active webhook with its secret. */
export function createWebhook(
  database: FrameioDatabase,
  data: NewWebhook,
  { workspaceId, creator, isRegistered = false, secret = newSigningSecret() }: NewWebhookContext,
): StoredWebhook {
  const [id, time] = [database.newId(), database.timestamp()];
  const webhook = { id, ...data, active: true, workspace_id: workspaceId, created_at: time, updated_at: time };
  return database.stores.webhooks.put({ id, webhook, secret, creator, isRegistered });
}

/** Changes a webhook. Its secret stays the same. */
export function updateWebhook(database: FrameioDatabase, stored: StoredWebhook, change: WebhookChange): StoredWebhook {
  const webhook = { ...stored.webhook, ...change, updated_at: database.timestamp() };
  return database.stores.webhooks.put({ ...stored, webhook });
}

/** Returns the active webhooks of the event's workspace that listen to the event. */
export function webhooksFor({ stores }: FrameioDatabase, { type, workspace }: FrameioEvent): readonly StoredWebhook[] {
  return stores.webhooks
    .all()
    .filter(
      ({ webhook: { active, workspace_id, events } }) =>
        active && workspace_id === workspace.id && events.includes(type),
    );
}
