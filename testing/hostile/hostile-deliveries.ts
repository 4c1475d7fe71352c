import {
  COMPRESSED_BODIES,
  LARGE_BODIES,
  NOT_EVENTS,
  OTHER_BODIES,
  UNKNOWN_EVENTS,
  UNUSUAL_REQUESTS,
} from './bodies.ts';
import { type GenuineOptions, genuineRequest } from './genuine-request.ts';
import type { HostileCase } from './hostile-case.ts';
import { INVALID_SIGNATURES } from './signatures.ts';
import { INVALID_TIMESTAMPS } from './timestamps.ts';
import { EVENT_SHAPES, INCOMPLETE_EVENTS, OTHER_METHODS } from './transports.ts';

/** A request that an endpoint must survive, and how it must answer. */
export interface HostileDelivery {
  /** What is unusual about the request. */
  readonly name: string;
  /** Expected status. Every 401 must look the same: no body and the same headers. */
  readonly status: number;
  /** Whether the endpoint passes the request on to the handlers. */
  readonly isHandled: boolean;
  /** Returns the event of API Gateway, signed now. */
  readonly event: (genuine: GenuineOptions) => unknown;
}

const refused = { isHandled: false };

const GROUPS = [
  { ...refused, status: 401, cases: [INVALID_SIGNATURES, INVALID_TIMESTAMPS, OTHER_BODIES, INCOMPLETE_EVENTS] },
  { ...refused, status: 400, cases: [NOT_EVENTS] },
  { ...refused, status: 405, cases: [OTHER_METHODS] },
  { ...refused, status: 413, cases: [LARGE_BODIES] },
  { ...refused, status: 415, cases: [COMPRESSED_BODIES] },
  { ...refused, status: 200, cases: [UNKNOWN_EVENTS] },
  { isHandled: true, status: 200, cases: [EVENT_SHAPES, UNUSUAL_REQUESTS] },
] as const satisfies readonly { isHandled: boolean; status: number; cases: readonly (readonly HostileCase[])[] }[];

/**
 * Returns requests to an endpoint that are forged, malformed, too large or unusual, each with the status that this framework
 * answers. Run them against a handler of your own:
 *
 * ```ts
 * for (const { name, status, event } of hostileDeliveries()) {
 *   test(`answers ${status} to ${name}`, async () => {
 *     assert.equal((await handler(event({ secret }))).statusCode, status);
 *   });
 * }
 * ```
 */
export function hostileDeliveries(): readonly HostileDelivery[] {
  return GROUPS.flatMap(({ status, isHandled, cases }) =>
    cases.flat().map(([name, event]) => ({
      name,
      status,
      isHandled,
      event: (genuine: GenuineOptions) => event(genuineRequest(genuine, name)),
    })),
  );
}
