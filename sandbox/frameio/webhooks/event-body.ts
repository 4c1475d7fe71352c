import type { FrameioEvent } from '../state/frameio-event.ts';
import type { WebhookBody } from './webhook-sender.ts';

/** Returns the body that Frame.io posts for a change. */
export function eventBody(
  { type, resource, project, workspace, user }: FrameioEvent,
  account: { readonly id: string },
): WebhookBody {
  return {
    account: { id: account.id },
    ...(project && { project: { id: project.id } }),
    resource,
    type,
    user: { id: user.id },
    workspace: { id: workspace.id },
  };
}
