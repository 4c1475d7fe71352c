import type { ManifestHandler } from '../../../lib/core/manifest.ts';
import { RESOURCE_OF_EVENT } from '../../../lib/events/event-map.ts';
import type { FrameioDatabase } from '../state/frameio-database.ts';
import type { StoredWebhook } from '../state/stored-resources.ts';
import { createWebhook, newSigningSecret, updateWebhook } from '../state/webhooks.ts';

/** What the webhook of an app needs. */
interface RegisterWebhookOptions {
  readonly handlers: readonly ManifestHandler[];
  /** Where the deliveries go. */
  readonly url: string;
  /** Signing secret of a webhook that does not exist yet. */
  readonly secret: string;
}

/** Name of the app's webhook. */
const NAME = 'frameio-lambda';

/** Returns the signing secret of the app's webhook. The webhook of an earlier start keeps its secret. */
export function signingSecretOf(database: FrameioDatabase): string {
  return registeredWebhook(database)?.secret ?? newSigningSecret();
}

/**
 * Registers the webhook of an app in the default workspace, for the events that its handlers listen to. A webhook that an
 * earlier start registered keeps its id and its secret. An app that listens to nothing has no webhook.
 */
export function registerWebhook(database: FrameioDatabase, { handlers, url, secret }: RegisterWebhookOptions): void {
  const registered = registeredWebhook(database);
  const events = eventsOf(handlers);
  if (events.length === 0) {
    if (registered) database.stores.webhooks.delete(registered.id);
  } else if (!registered) {
    const { workspaceId, userId } = database.settings;
    const creator = database.stores.users.require(userId);
    createWebhook(database, { name: NAME, url, events }, { workspaceId, creator, secret, isRegistered: true });
  } else if (hasChanged(registered, { url, events })) {
    updateWebhook(database, registered, { url, events, active: true });
  }
}

function registeredWebhook({ stores }: FrameioDatabase): StoredWebhook | undefined {
  return stores.webhooks.all().find(({ isRegistered }) => isRegistered);
}

function eventsOf(handlers: readonly ManifestHandler[]): readonly string[] {
  const listened = handlers.flatMap(({ events }) => events);
  return [...new Set(listened.flatMap((event) => (event === '*' ? Object.keys(RESOURCE_OF_EVENT) : [event])))];
}

function hasChanged(
  { webhook }: StoredWebhook,
  { url, events }: { readonly url: string; readonly events: readonly string[] },
): boolean {
  return !webhook.active || webhook.url !== url || webhook.events.join() !== events.join();
}
