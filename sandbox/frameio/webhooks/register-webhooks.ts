import type { ManifestHandler } from '../../../lib/core/manifest.ts';
import { RESOURCE_OF_EVENT } from '../../../lib/events/event-map.ts';
import type { FrameioDatabase } from '../state/frameio-database.ts';
import type { StoredWebhook } from '../state/stored-resources.ts';
import { createWebhook, updateWebhook } from '../state/webhooks.ts';

/** What the webhooks of an app need. */
interface RegisterWebhooksOptions {
  readonly handlers: readonly ManifestHandler[];
  /** Where the deliveries go. */
  readonly url: string;
  /** Signing secret of new webhooks. Unlike Frame.io's, they share one, so that the app needs no list of secrets. */
  readonly secret: string;
}

/** Name of the app's webhooks in the local Frame.io. A webhook that `connect` creates has it, too. */
export const WEBHOOK_NAME = 'frameio-lambda';

/** Returns the signing secret of the app's first webhook; `undefined` for an app without a webhook. */
export function signingSecretOf(database: FrameioDatabase): string | undefined {
  return registeredWebhooks(database)[0]?.secret;
}

/**
 * Registers a webhook of the app in each workspace, for the events that its handlers listen to. A webhook that an earlier
 * call registered keeps its id and its secret. An app that listens to nothing has no webhook.
 *
 * @returns Whether anything has changed.
 */
export function registerWebhooks(database: FrameioDatabase, options: RegisterWebhooksOptions): boolean {
  const { workspaces, webhooks, users } = database.stores;
  const { url, secret, handlers } = options;
  const registered = registeredWebhooks(database);
  const events = eventsOf(handlers);
  if (events.length === 0) {
    webhooks.deleteWhere(({ isRegistered }) => isRegistered);
    return registered.length > 0;
  }
  const creator = users.require(database.settings.userId);
  const changes = workspaces.all().map(({ id: workspaceId }) => {
    const own = registered.find(({ webhook }) => webhook.workspace_id === workspaceId);
    if (own && !hasChanged(own, { url, events })) return false;
    if (own) updateWebhook(database, own, { url, events, active: true });
    else
      createWebhook(
        database,
        { name: WEBHOOK_NAME, url, events },
        { workspaceId, creator, secret, isRegistered: true },
      );
    return true;
  });
  return changes.includes(true);
}

function registeredWebhooks({ stores }: FrameioDatabase): readonly StoredWebhook[] {
  return stores.webhooks.all().filter(({ isRegistered }) => isRegistered);
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
