import { ConfigError } from '../core/errors.ts';
import type { AppManifest } from '../core/manifest.ts';
import { isWebhookEventName, RESOURCE_OF_EVENT, type WebhookEventName } from '../events/event-map.ts';

/** The part of an app's manifest that Frame.io needs to know. */
export type RegisteredApp = Pick<AppManifest, 'handlers' | 'actions'>;

/** Where an app is registered, and where Frame.io sends its requests. */
export interface RegistrationTarget {
  readonly accountId: string;
  readonly workspaceIds: readonly string[];
  /** Name of the webhooks in Frame.io. */
  readonly name: string;
  readonly webhookUrl: string;
  /** `undefined` if the deployment has no endpoint for custom actions. */
  readonly actionsUrl?: string | undefined;
}

/** The fields of a webhook that the app decides. */
export interface WebhookDefinition {
  readonly name: string;
  readonly url: string;
  /** In alphabetical order. */
  readonly events: readonly WebhookEventName[];
}

/** The fields of a custom action that the app decides. */
export interface ActionDefinition {
  readonly name: string;
  readonly description: string;
  /** Key of the action in the app. */
  readonly event: string;
  readonly url: string;
  readonly multi_asset: boolean;
  readonly timeout: number;
}

/** A webhook or a custom action that should exist in a workspace. */
export type DesiredRegistration =
  | { readonly type: 'webhook'; readonly workspaceId: string; readonly definition: WebhookDefinition }
  | { readonly type: 'action'; readonly workspaceId: string; readonly definition: ActionDefinition };

/**
 * Returns what an app needs in Frame.io: one webhook in each workspace, for all events of the app's handlers, and each custom
 * action in each workspace. An app without handlers needs no webhook.
 *
 * @throws ConfigError for an event that Frame.io does not have, and for actions without a URL.
 */
export function desiredRegistrations(
  { handlers, actions }: RegisteredApp,
  target: RegistrationTarget,
): readonly DesiredRegistration[] {
  const { name, webhookUrl: url } = target;
  const events = eventsOf(handlers);
  return [...new Set(target.workspaceIds)].flatMap((workspaceId): readonly DesiredRegistration[] => [
    ...(events.length > 0 ? [{ type: 'webhook', workspaceId, definition: { name, url, events } } as const] : []),
    ...actions.map(
      (action) => ({ type: 'action', workspaceId, definition: actionDefinition(action, target) }) as const,
    ),
  ]);
}

function eventsOf(handlers: RegisteredApp['handlers']): readonly WebhookEventName[] {
  const listened = handlers.flatMap(({ events }) => events);
  const names = listened.flatMap((event) => (event === '*' ? Object.keys(RESOURCE_OF_EVENT) : [event]));
  return [...new Set(names)].sort().map((name) => {
    if (isWebhookEventName(name)) return name;
    throw new ConfigError(`Frame.io has no event "${name}". Correct it in the app: app.onWebhook('${name}', ...).`);
  });
}

function actionDefinition(
  { key, name, description, multiAsset, timeoutSeconds }: RegisteredApp['actions'][number],
  { actionsUrl }: RegistrationTarget,
): ActionDefinition {
  if (actionsUrl === undefined) {
    throw new ConfigError(`The custom action "${key}" has no URL. Deploy the app with its actions, then register it.`);
  }
  return { name, description, event: key, url: actionsUrl, multi_asset: multiAsset, timeout: timeoutSeconds };
}
