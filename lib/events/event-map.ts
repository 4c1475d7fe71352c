/**
 * Maps each webhook event of Frame.io V4 to its type of resource (Frame.io guide, Webhooks). Every event type and
 * check comes from this table. The parser also accepts names and types that are not in it.
 */
export const RESOURCE_OF_EVENT = {
  'file.created': 'file',
  'file.deleted': 'file',
  'file.ready': 'file',
  'file.updated': 'file',
  'file.upload.completed': 'file',
  'file.versioned': 'file',
  'file.copied': 'file',
  'folder.created': 'folder',
  'folder.deleted': 'folder',
  'folder.updated': 'folder',
  'folder.copied': 'folder',
  'comment.created': 'comment',
  'comment.updated': 'comment',
  'comment.deleted': 'comment',
  'comment.completed': 'comment',
  'comment.uncompleted': 'comment',
  'customfield.created': 'customfield',
  'customfield.updated': 'customfield',
  'customfield.deleted': 'customfield',
  'metadata.value.updated': 'file',
  'project.created': 'project',
  'project.updated': 'project',
  'project.deleted': 'project',
  'collection.created': 'collection',
  'collection.updated': 'collection',
  'collection.deleted': 'collection',
  'share.created': 'share',
  'share.updated': 'share',
  'share.deleted': 'share',
  'share.viewed': 'share',
} as const;

/** Name of a webhook event that Frame.io documents. */
export type WebhookEventName = keyof typeof RESOURCE_OF_EVENT;

/** Any other name. The intersection lets editors still complete the known names. */
type OtherName = string & Record<never, never>;

/** The ids that every webhook event carries, nested as Frame.io sends them and flat for convenience. */
interface EventIds {
  readonly account: { readonly id: string };
  readonly workspace: { readonly id: string };
  /** `undefined` if the event belongs to no project. */
  readonly project: { readonly id: string } | undefined;
  /** The user who caused the event. `undefined` if Frame.io names none. */
  readonly user: { readonly id: string } | undefined;
  /** `account.id` */
  readonly accountId: string;
  /** `workspace.id` */
  readonly workspaceId: string;
  /** `project.id` */
  readonly projectId: string | undefined;
  /** `user.id` */
  readonly userId: string | undefined;
  /** `resource.id` */
  readonly resourceId: string;
  /** The whole body as Frame.io sent it, unknown fields included. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * The event that Frame.io posts for `Name`. Without an argument: the union of all events, discriminated by `type`.
 * An event holds ids only. Request other fields from the API.
 */
export type WebhookEvent<Name extends WebhookEventName = WebhookEventName> = {
  [N in Name]: EventIds & {
    readonly type: N;
    readonly resource: { readonly id: string; readonly type: (typeof RESOURCE_OF_EVENT)[N] | OtherName };
  };
}[Name];

/** An event whose name this version does not know. Handlers of `'*'` receive it. */
export type UnknownWebhookEvent = EventIds & {
  readonly type: OtherName;
  readonly resource: { readonly id: string; readonly type: string };
};

/** Any event, known or unknown, as a handler of `'*'` receives it. */
export type AnyWebhookEvent = WebhookEvent | UnknownWebhookEvent;

/** Reports whether Frame.io documents an event of this name. */
export function isWebhookEventName(name: string): name is WebhookEventName {
  return Object.hasOwn(RESOURCE_OF_EVENT, name);
}
