import { ACTION_RESOURCE_TYPES, type ActionResourceType } from '../../../lib/core/manifest.ts';
import { isRecord, parseRecord } from '../../../lib/core/type-guards.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { StoredAction } from '../state/stored-resources.ts';

/** A resource that the user selected. */
export interface SelectedResource {
  readonly id: string;
  readonly type: ActionResourceType;
}

/** What the user entered into a form, by the names of its fields. */
export type FormData = Readonly<Record<string, unknown>>;

/** What a request is about. */
export interface ActionBodyContext {
  readonly interactionId: string;
  readonly resources: readonly SelectedResource[];
  /** `undefined` for the first request, which has no `data`. */
  readonly data?: FormData | undefined;
}

/**
 * Returns the body of a request, with the keys in Frame.io's order. An action for several assets gets a list, also of one
 * resource: the guide does not show it, but live integrations receive it.
 */
export function actionBody(
  { action }: StoredAction,
  state: FrameioState,
  { interactionId, resources, data }: ActionBodyContext,
): string {
  const { account, workspace, uploader } = state;
  const [resource] = resources;
  return JSON.stringify({
    account_id: account.id,
    action_id: action.id,
    ...(data && { data }),
    interaction_id: interactionId,
    project: { id: projectOf(resource, state) },
    ...(action.multi_asset ? { resources } : { resource }),
    type: action.event,
    user: { id: uploader.id },
    workspace: { id: action.workspace_id ?? workspace.id },
  });
}

/** Returns the project of a resource; without one, the default project. */
function projectOf(resource: SelectedResource | undefined, { stores, settings }: FrameioState): string {
  const id = resource?.id ?? '';
  const asset = stores.files.get(id)?.file ?? stores.folders.get(id)?.folder ?? stores.versionStacks.get(id)?.stack;
  return asset?.project_id ?? settings.projectId;
}

/** Reads what `actionBody` wrote. Leaves out what it cannot read. */
export function readActionBody(body: string) {
  const { interaction_id: interactionId, resource, resources = [resource], data } = parseRecord(body) ?? {};
  const selected = (Array.isArray(resources) ? resources : []).flatMap((value): SelectedResource[] => {
    const { id, type } = isRecord(value) ? value : {};
    const known = ACTION_RESOURCE_TYPES.find((name) => name === type);
    return typeof id === 'string' && known ? [{ id, type: known }] : [];
  });
  return { interactionId: String(interactionId), resources: selected, isSubmission: data !== undefined };
}
