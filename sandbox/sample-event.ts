import { randomUUID } from 'node:crypto';
import type * as Frameio from '../lib/client/frameio.ts';
import { RESOURCE_OF_EVENT, type WebhookEventName } from '../lib/events/event-map.ts';
import type { FrameioState } from './frameio/state/frameio-state.ts';
import type { WebhookBody } from './frameio/webhooks/webhook-sender.ts';

/** Creates an event about a sample file, its folder, its project or a comment on it, caused by another user than the app. */
export function sampleEvent(type: WebhookEventName, state: FrameioState, file: Frameio.File): WebhookBody {
  const resourceType = RESOURCE_OF_EVENT[type];
  return {
    account: { id: state.account.id },
    project: { id: file.project_id },
    resource: { id: resourceIdOf(resourceType, state, file), type: resourceType },
    type,
    user: { id: state.uploader.id },
    workspace: { id: state.workspace.id },
  };
}

function resourceIdOf(
  type: (typeof RESOURCE_OF_EVENT)[WebhookEventName],
  state: FrameioState,
  file: Frameio.File,
): string {
  switch (type) {
    case 'file':
      return file.id;
    case 'folder':
      return file.parent_id ?? state.project.root_folder_id;
    case 'project':
      return state.project.id;
    case 'comment':
      // Its own event would be a second delivery beside the sample.
      return state.withoutEvents(() => state.addComment(file.id, { text: 'A sample comment' }, state.uploader)).id;
    default:
      return randomUUID(); // the sandbox has no such resource
  }
}
