import { randomUUID } from 'node:crypto';
import type { AppActions } from '../app/app-features.ts';
import type { ActionPayload } from '../events/action-event.ts';
import { type DeliveryOutcome, type EndpointResponse, jsonResponse } from './http-response.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** The last segment of the path of custom actions' requests. */
const ACTIONS_PATH = /(^|\/)actions\/?$/;

/** Returns whether the request is one of a custom action. */
export function isActionsPath(path: string | undefined): boolean {
  return path !== undefined && ACTIONS_PATH.test(path);
}

/** Answers the verified request of a custom action: with a dialog, or with an outcome. */
export async function answerAction(
  payload: ActionPayload,
  { requestId, receivedAt }: IncomingRequest,
  actions: AppActions,
): Promise<EndpointResponse | DeliveryOutcome> {
  const answer = await actions.answer({ payload, receivedAt, correlationId: requestId ?? randomUUID() });
  if (answer.kind === 'invalid') return 'invalid_event';
  if (answer.kind === 'not_started') return 'postponed';
  return jsonResponse(200, answer.body ?? {});
}
