import type { JsonValue } from '../core/json.ts';
import { isRecord, recordOf } from '../core/type-guards.ts';
import type { ActionEvent, ActionPayload } from '../events/action-event.ts';
import type { WizardState } from './wizard-state.ts';

/** What the store knows of an interaction whose form a person sees. */
export interface InteractionRecord {
  /**
   * The parts of the first request that a submission may lack: Frame.io's guide (Configuring Actions) shows a submission with
   * the ids of the interaction only.
   */
  readonly firstRequest: ActionPayload;
  /** See `FormProgress`. */
  readonly state: unknown;
}

/** Returns the record as the store keeps it. */
export function encodeInteraction(event: ActionEvent, state: WizardState | undefined): JsonValue {
  const { accountId, workspaceId, projectId, userId, resources } = event;
  return {
    firstRequest: {
      account_id: accountId,
      workspace: { id: workspaceId },
      ...(projectId !== undefined && { project: { id: projectId } }),
      ...(userId !== undefined && { user: { id: userId } }),
      resources: resources.map(({ id, type }) => ({ id, type })),
    },
    ...(state && { state }),
  };
}

/** Reads a stored record. Returns an empty record if the store has no value. */
export function parseInteraction(stored: JsonValue | undefined): InteractionRecord {
  const { firstRequest, state } = recordOf(stored);
  return { firstRequest: isRecord(firstRequest) ? firstRequest : {}, state };
}
