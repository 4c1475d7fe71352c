import { isRecord } from '../../lib/core/type-guards.ts';
import type { ActionInteractions, ActionOutcome, ActionResult } from '../frameio/actions/action-interactions.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { StoredAction } from '../frameio/state/stored-resources.ts';
import { type ControlResponse, controlError, errorResponse, type Read, readFields } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import { readClick, readTimes } from './read-click.ts';

/** What the calls about custom actions need. */
export interface ActionsApiOptions {
  readonly state: FrameioState;
  readonly interactions: ActionInteractions;
}

const SUBMISSION_USAGE =
  'Send {"data": {"<name of a field>": <value>}}. Fields that you omit keep their values. ' +
  'Add "times": 2 for a double click.';

/** The calls that list custom actions, click them and submit their forms. */
export function actionsApi({ state, interactions }: ActionsApiOptions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/actions',
      handle: () => ({ status: 200, body: { actions: state.actions.list().map(({ action }) => action) } }),
    },
    {
      method: 'POST',
      path: '/sandbox/actions/{key}/click',
      handle: async ({ ids: { key = '' }, readBody }) => {
        const stored = findAction(key, state);
        if (!stored.ok) return errorResponse(stored);
        const click = readClick(await readBody(), stored.value, state);
        if (!click.ok) return errorResponse(click);
        const { resources, times } = click.value;
        return { status: 200, body: toBody(await interactions.click(stored.value, resources, times)) };
      },
    },
    {
      method: 'POST',
      path: '/sandbox/interactions/{id}/submit',
      handle: async ({ ids: { id = '' }, readBody }) => await submit(id, await readBody(), interactions),
    },
  ];
}

/** Finds an action by its key, or by its id if several have the same key. */
export function findAction(key: string, { actions }: FrameioState): Read<StoredAction> {
  const stored = actions.list();
  const withKey = stored.filter(({ action }) => action.event === key);
  const found = actions.get(key) ?? withKey.find(({ isRegistered }) => isRegistered) ?? withKey[0];
  if (!found) {
    const keys = stored.map(({ action }) => action.event).join(', ');
    const fix = keys === '' ? 'There are no actions. Add one with app.onAction().' : `Use one of: ${keys}.`;
    return controlError(404, `There is no action ${JSON.stringify(key)}. ${fix}`);
  }
  if (found.action.active) return { ok: true, value: found };
  return controlError(
    409,
    `The action ${key} is not active. Set "active" with customActions.actionsUpdate, or restart.`,
  );
}

async function submit(
  interactionId: string,
  body: Buffer | undefined,
  interactions: ActionInteractions,
): Promise<ControlResponse> {
  const fields = readFields(body);
  if (!fields) return errorResponse(controlError(422, SUBMISSION_USAGE));
  const { data = {}, times, ...others } = fields;
  const count = readTimes(times);
  if (!isRecord(data) || count === undefined || Object.keys(others).length > 0) {
    return errorResponse(controlError(422, SUBMISSION_USAGE));
  }
  const result = await interactions.submit(interactionId, data, count);
  if (result) return { status: 200, body: toBody(result) };
  const cause = `The interaction ${interactionId} has no open form: it has ended, or another run of the sandbox began it.`;
  return errorResponse(controlError(409, `${cause} Click the action again.`));
}

function toBody({ interactionId, duplicates, ...outcome }: ActionResult) {
  return { interactionId, ...toOutcome(outcome), ...(duplicates && { duplicates: duplicates.map(toOutcome) }) };
}

/** Returns an outcome as JSON. An attempt without a response has the status null. */
function toOutcome({ attempts, reply }: ActionOutcome) {
  return {
    attempts: attempts.map(({ status = null, durationMs, ...details }) => ({
      status,
      durationMs,
      ...('error' in details && { error: details.error }),
    })),
    reply,
  };
}
