import type { ActionResourceType } from '../../../lib/core/manifest.ts';
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
  { account, project, workspace, uploader }: FrameioState,
  { interactionId, resources, data }: ActionBodyContext,
): string {
  const [resource] = resources;
  return JSON.stringify({
    account_id: account.id,
    action_id: action.id,
    ...(data && { data }),
    interaction_id: interactionId,
    project: { id: project.id },
    ...(action.multi_asset ? { resources } : { resource }),
    type: action.event,
    user: { id: uploader.id },
    workspace: { id: workspace.id },
  });
}
