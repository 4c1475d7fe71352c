import { isRecord } from '../core/type-guards.ts';

/** An asset that a person selected. */
export interface ActionResource {
  readonly id: string;
  /** `file`, `folder` or `version_stack`, or a type that this version does not know. */
  readonly type: string;
}

/** The ids that every request of an interaction has. */
export interface InteractionIds {
  /** The custom action's key: `event` in Frame.io's API. */
  readonly type: string;
  readonly actionId: string;
  /** Identifies one run of the action. It is the same for every form of the run. */
  readonly interactionId: string;
}

/** A run of a custom action, as Frame.io posts it (guide, Configuring Actions). */
export interface ActionEvent extends InteractionIds {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly projectId: string | undefined;
  /** The person who ran the action. */
  readonly userId: string | undefined;
  /** The selected assets: one, or up to 100 if the action is for several. */
  readonly resources: readonly ActionResource[];
  /** The first of `resources`. */
  readonly resource: ActionResource;
  /** `resource.id` */
  readonly resourceId: string;
}

/** Payload of a custom action's request: JSON whose fields are not checked. */
export type ActionPayload = Readonly<Record<string, unknown>>;

/** Maximum number of assets in one request (guide, Custom Actions). */
const MAX_RESOURCES = 100;

/** Reads the ids of a request. Returns `undefined` if one is missing or malformed. */
export function readInteractionIds(payload: ActionPayload): InteractionIds | undefined {
  const { type, action_id: actionId, interaction_id: interactionId } = payload;
  return isId(type) && isId(actionId) && isId(interactionId) ? { type, actionId, interactionId } : undefined;
}

/** Returns the values of a submitted form. `undefined` in the first request of an interaction. */
export function readSubmission({ data }: ActionPayload): unknown {
  return data ?? undefined;
}

/** Reads who ran the action, on which assets. Returns `undefined` if ids are missing or malformed. */
export function readActionEvent(payload: ActionPayload): ActionEvent | undefined {
  const ids = readInteractionIds(payload);
  const accountId = isId(payload.account_id) ? payload.account_id : idOf(payload.account);
  const workspaceId = idOf(payload.workspace);
  const resources = readResources(payload);
  const [resource] = resources;
  if (!ids || accountId === undefined || workspaceId === undefined || !resource) return undefined;
  return {
    ...ids,
    accountId,
    workspaceId,
    projectId: idOf(payload.project),
    userId: idOf(payload.user),
    resources,
    resource,
    resourceId: resource.id,
  };
}

/** An action for several assets sends `resources`, any other sends `resource`. A request with both repeats the asset. */
function readResources({ resource, resources }: ActionPayload): readonly ActionResource[] {
  const given = Array.isArray(resources) && resources.length > 0 ? resources : [resource];
  const read = given.map(readResource).filter((asset) => asset !== undefined);
  return read.length === given.length && read.length <= MAX_RESOURCES ? read : [];
}

function readResource(value: unknown): ActionResource | undefined {
  if (!isRecord(value) || !isId(value.id) || !isId(value.type)) return undefined;
  return { id: value.id, type: value.type };
}

function idOf(value: unknown): string | undefined {
  return isRecord(value) && isId(value.id) ? value.id : undefined;
}

/** Accepts 1 to 255 characters, as for events. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}
