import { randomUUID } from 'node:crypto';
import type { AppRuntime } from '../app/app-runtime.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import type { ActionRoute } from './endpoint.ts';
import { jsonResponse } from './http-response.ts';
import { reportInvalid, reportUnhandled } from './report-outcome.ts';

/** The end of the path of a custom action's request. */
const ACTIONS_PATH = /(^|\/)actions\/?$/;

/**
 * Returns the route of an app's custom actions, or `undefined` if the app has none. It accepts the requests whose path ends
 * in `/actions`.
 */
export function actionRoute(app: AppRuntime): ActionRoute | undefined {
  if (process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true') return undefined; // a constant in a bundle: see `cdk/bundling`
  const { actions, logger } = app;
  if (!actions) return undefined;
  return {
    signingSecrets: actions.signingSecrets,
    accepts: ({ path }) => path !== undefined && ACTIONS_PATH.test(path),
    process: async ({ headers, requestId, receivedAt }, body) => {
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
    },
  };
}
