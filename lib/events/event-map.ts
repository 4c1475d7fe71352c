/**
 * Frame.io V4's webhook events and the kind of resource each is about (Frame.io guide, Webhooks). Every event type,
 * check and list comes from this table. The parser passes on names and kinds it does not find here.
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

/** A webhook event Frame.io documents. */
export type WebhookEventName = keyof typeof RESOURCE_OF_EVENT;

/** A kind the table does not hold; written so that editors still complete the known ones. */
type OtherKind = string & Record<never, never>;

/** The ids every webhook event carries, as Frame.io nests them and, for convenience, flat. */
interface EventIds {
  readonly account: { readonly id: string };
  readonly workspace: { readonly id: string };
  /** `undefined` on events that belong to no project. */
  readonly project: { readonly id: string } | undefined;
  /** Who caused the event; `undefined` when Frame.io names nobody. */
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
  /** The whole body as Frame.io sent it, with fields this version does not know. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * The event Frame.io posts for `Name`; with no argument, the union of them all, told apart by `type`.
 * It holds ids only: ask the API for the rest.
 */
export type WebhookEvent<Name extends WebhookEventName = WebhookEventName> = {
  [N in Name]: EventIds & {
    readonly type: N;
    readonly resource: { readonly id: string; readonly type: (typeof RESOURCE_OF_EVENT)[N] | OtherKind };
  };
}[Name];

/** An event this version does not know by name; it reaches the handlers of `'*'`. */
export type UnknownWebhookEvent = EventIds & {
  readonly type: OtherKind;
  readonly resource: { readonly id: string; readonly type: string };
};

/** What a handler of `'*'` hears: any event, known or not. */
export type AnyWebhookEvent = WebhookEvent | UnknownWebhookEvent;

/** Whether `name` is an event Frame.io documents. */
export function isWebhookEventName(name: string): name is WebhookEventName {
  return Object.hasOwn(RESOURCE_OF_EVENT, name);
}
