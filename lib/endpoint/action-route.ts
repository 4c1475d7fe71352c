import { randomUUID } from 'node:crypto';
import type { AppActions } from '../app/app-features.ts';
import type { AppRuntime } from '../app/app-runtime.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import type { Logger } from '../observability/logger.ts';
import type { RawBody } from '../signature/verify-signature.ts';
import type { ActionRoute } from './endpoint.ts';
import { type DeliveryOutcome, type EndpointResponse, jsonResponse } from './http-response.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { reportInvalid, reportUnhandled } from './report-outcome.ts';

/** The end of the path of a custom action's request. */
const ACTIONS_PATH = /(^|\/)actions\/?$/;

/**
 * Returns the route of an app's custom actions. It accepts the requests whose path ends in `/actions`, as soon as the app has
 * a custom action.
 */
export function actionRoute(app: AppRuntime): ActionRoute | undefined {
  if (process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true') return undefined; // a constant in a bundle: see `cdk/bundling`
  return {
    actionsFor: ({ path }) => (path !== undefined && ACTIONS_PATH.test(path) ? app.actions : undefined),
    process: (request, body, actions) => answerAction(request, body, actions, app.logger),
  };
}

/** Answers a verified request. */
export async function answerAction(
  { headers, requestId, receivedAt }: IncomingRequest,
  body: RawBody,
  actions: AppActions,
  logger: Logger,
): Promise<DeliveryOutcome | EndpointResponse> {
  const parsed = parseDelivery(body);
  if (parsed.kind === 'invalid') return reportInvalid(headers, parsed.reason, logger);
  if (parsed.kind !== 'action') {
    const type = parsed.kind === 'webhook' ? parsed.event.type : parsed.type;
    return reportUnhandled({ kind: parsed.kind, type }, logger);
  }
  const correlationId = requestId ?? randomUUID();
  const answer = await actions.answer({ payload: parsed.payload, receivedAt, correlationId });
  if (answer.kind === 'invalid') return reportInvalid(headers, 'ids_missing', logger);
  return answer.kind === 'not_started' ? 'postponed' : jsonResponse(200, answer.body ?? {});
}
