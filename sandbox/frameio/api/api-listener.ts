import { setTimeout } from 'node:timers/promises';
import type { Listener } from '../../http/listen.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { User } from '../state/stored-resources.ts';
import type { MediaFault } from '../storage/media-fault.ts';
import { type ApiFault, effectOf } from './api-fault.ts';
import { type ApiResponse, errorResponse } from './api-response.ts';
import { type CallDetails, startCall } from './call-details.ts';
import { findClientOperation } from './client-operations.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { type Admission, RateLimiter } from './rate-limit.ts';
import { type ReadJson, readJson } from './read-json.ts';
import { type ReceivedCall, receiveCall } from './received-call.ts';
import { findRoute, type Route } from './router.ts';

/** One call that the API, or the storage beside it, has responded to. */
export interface ApiCall {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly status: number;
}

/** Options of the local Frame.io API. */
export interface ApiListenerOptions {
  readonly state: FrameioState;
  /** Clock of the rate limits, in milliseconds. A clock that runs N times as fast allows N times as many calls. */
  readonly now: () => number;
  /** Receives every call with its response's status. */
  readonly onCall?: (call: ApiCall, details: CallDetails) => void;
  /** Picks the fault to simulate in a call, if any. */
  readonly fault?: (call: Omit<ApiCall, 'status'>) => ApiFault | undefined;
  /** Picks the fault to simulate in a download, if any. `range` is the header. */
  readonly mediaFault?: (download: {
    readonly path: string;
    readonly range: string | undefined;
  }) => MediaFault | undefined;
  /**
   * Waits for the delay of a fault.
   * @default by the machine's clock
   */
  readonly wait?: (ms: number) => Promise<void>;
}

/** What is known about a call before it is processed. */
interface CallContext {
  readonly state: FrameioState;
  readonly route: Route<Operation> | undefined;
  readonly user: User | undefined;
  readonly admission: Admission | undefined;
}

/**
 * Serves Frame.io's V4 API. Responds to every path: 501 to an operation that the sandbox lacks, 404 to one that Frame.io does
 * not have.
 */
export function apiListener({ state, now, onCall, fault, wait = setTimeout }: ApiListenerOptions): Listener {
  const limiter = new RateLimiter(now);
  return async (request, response) => {
    const detailsOf = startCall(request);
    const call = await receiveCall(request);
    if (!call) return;
    const { method, path } = call;
    const route = findRoute(OPERATIONS_OF_VERSION[call.isExperimental ? 'experimental' : 'stable'], method, path);
    const user = state.userOf(call.token);
    const admission = route && limiter.admit(route.operation, user?.id ?? 'unknown');
    const effect = effectOf(fault?.({ method, path }));
    if (effect.resetsFirst) response.socket?.resetAndDestroy();
    if (effect.delayMs > 0) await wait(effect.delayMs);
    const result = effect.isProcessed ? processCall(call, { state, route, user, admission }) : undefined;
    if (effect.response === 'reset') response.socket?.resetAndDestroy();
    const sent = typeof effect.response === 'number' ? errorResponse(effect.response) : result;
    if (!sent || effect.response === 'reset' || effect.response === 'none') return;
    const { status, body } = sent;
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(admission && rateLimitHeaders(admission, status)),
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    response.writeHead(status, headers).end(text);
    onCall?.({ method, path, status }, detailsOf(text));
  };
}

function processCall(call: ReceivedCall, { state, route, user, admission }: CallContext): ApiResponse {
  if (!route) return unknownRoute(call);
  if (!user) return errorResponse(401);
  if (!admission?.admitted) return errorResponse(429);
  if (call.body === 'too_large') return errorResponse(413);
  const json = readBodyFor(route.operation, call.contentType, call.body);
  if (!json.ok) return json.response;
  try {
    return route.operation.run({ ...call, state, user, ids: route.ids, body: json.value });
  } catch (error) {
    return errorResponse(500, `The sandbox failed: ${error}`);
  }
}

/** An operation that Frame.io has and the sandbox lacks must not look like a file that does not exist. */
function unknownRoute({ method, path }: ReceivedCall): ApiResponse {
  const operation = findClientOperation(method, path);
  const isExperimental = findRoute(OPERATIONS_OF_VERSION.experimental, method, path) !== undefined; // the caller did not ask for it
  if (!operation || isExperimental) return errorResponse(404, 'no route found');
  return errorResponse(501, `The sandbox does not implement ${operation.name} (${method} ${operation.path}).`);
}

/** Reads the JSON for an operation. A body that it does not require may be empty, without a content type. */
function readBodyFor({ body: rules }: Operation, contentType: string | undefined, body: Buffer): ReadJson {
  const isRequired = Object.values(rules).some(({ required }) => required);
  const hasRules = Object.keys(rules).length > 0;
  return hasRules && (isRequired || body.length > 0) ? readJson(contentType, body) : { ok: true, value: {} };
}

const STABLE = OPERATIONS.filter(({ isExperimental }) => !isExperimental);

/** The experimental API has other forms of some stable operations. */
const OPERATIONS_OF_VERSION = {
  stable: STABLE,
  experimental: [...OPERATIONS.filter(({ isExperimental }) => isExperimental), ...STABLE],
} as const;

/** Headers of every response of a known operation, errors included (OpenAPI document, response headers). */
function rateLimitHeaders({ calls, remaining, windowMs }: Admission, status: number) {
  return {
    'x-ratelimit-limit': String(calls),
    'x-ratelimit-remaining': String(status === 429 ? 0 : remaining),
    'x-ratelimit-window': String(windowMs),
  };
}
