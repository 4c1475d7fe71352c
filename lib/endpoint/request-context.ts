import { isRecord } from '../core/type-guards.ts';

/**
 * Maximum age of a request in ms. No cold start takes longer, so an older `timeEpoch` belongs to a recorded event that is
 * replayed, for example by `sam local invoke`.
 */
const MAX_COLD_START_MS = 10_000;

/** Returns API Gateway's id of the request, or `undefined` if the event has none. */
export function readRequestId(event: unknown): string | undefined {
  const { requestId } = readContext(event);
  return typeof requestId === 'string' ? requestId : undefined;
}

/**
 * Returns when API Gateway received the request, in ms since 1970. Frame.io waits from that moment on, so a cold start
 * counts. Payload v2 names the field `timeEpoch`, v1 `requestTimeEpoch` (API Gateway guide, Lambda proxy integrations).
 *
 * @param now - Current time in ms since 1970, used if the event has no such field or an implausible one.
 */
export function readReceivedAt(event: unknown, now: number): number {
  const { timeEpoch, requestTimeEpoch } = readContext(event);
  const time = timeEpoch ?? requestTimeEpoch;
  return typeof time === 'number' && now - time < MAX_COLD_START_MS ? Math.min(now, time) : now;
}

function readContext(event: unknown): Readonly<Record<string, unknown>> {
  return isRecord(event) && isRecord(event.requestContext) ? event.requestContext : {};
}
