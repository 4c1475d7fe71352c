import type { WebhookEventName } from '../../../lib/events/event-map.ts';
import type { User } from './stored-resources.ts';

/** A change that Frame.io sends webhooks about. */
export interface FrameioEvent {
  /** Name of the webhook event. */
  readonly type: WebhookEventName;
  readonly resource: { readonly id: string; readonly type: string };
  /** `undefined` if the resource belongs to no project. */
  readonly project: { readonly id: string } | undefined;
  readonly workspace: { readonly id: string };
  /** The user who caused the event. */
  readonly user: User;
}

/** What a change must say about its event. */
export interface EventDetails {
  /** The resource that changed. */
  readonly id: string;
  readonly user: User;
  readonly projectId?: string;
  /** @default the workspace of the project, or the default workspace without a project */
  readonly workspaceId?: string;
}
