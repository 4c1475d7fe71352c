import { randomUUID } from 'node:crypto';
import { isWebhookEventName, RESOURCE_OF_EVENT } from '../../lib/events/event-map.ts';

/** Ids to use in place of random ones. */
export interface BodyIds {
  readonly account: string | undefined;
  /** Id of the resource. */
  readonly resource: string | undefined;
}

/** Creates the body of an event or of a click on an action, with random ids in place of those that are not given. */
export function createBody(type: string, { account = randomUUID(), resource = randomUUID() }: BodyIds): string {
  const ids = { project: { id: randomUUID() }, user: { id: randomUUID() }, workspace: { id: randomUUID() } };
  const { project, user, workspace } = ids;
  if (isWebhookEventName(type)) {
    const about = { id: resource, type: RESOURCE_OF_EVENT[type] };
    return JSON.stringify({ account: { id: account }, project, resource: about, type, user, workspace });
  }
  const about = { account_id: account, action_id: randomUUID(), interaction_id: randomUUID() };
  return JSON.stringify({ ...about, project, resource: { id: resource, type: 'file' }, type, user, workspace });
}
