import { setTimeout } from 'node:timers/promises';
import type { Listener } from '../listen.ts';
import { type ApiFault, courseOf } from './api-fault.ts';
import type { User } from './objects.ts';
import { OPERATIONS } from './operations/index.ts';
import { type Admission, RateLimiter } from './rate-limit.ts';
import { readJson } from './read-json.ts';
import { type ReceivedCall, receiveCall } from './received-call.ts';
import { problem, type Reply } from './reply.ts';
import { findRoute, type Route } from './router.ts';
import type { World } from './world.ts';

/** A call the API has answered, or the storage beside it. */
export interface AnsweredCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
}

/** What a local Frame.io is made of. */
export interface ApiListenerOptions {
  readonly world: World;
  /** Clock of the rate limits, in ms. One that runs fast widens them as much. */
  readonly now: () => number;
  /** Told of every answer, as it is sent. */
  readonly onCall?: (call: AnsweredCall) => void;
  /** What goes wrong with a call: a status is answered instead of doing what is asked; with `undefined` nothing does. */
  readonly fault?: (call: Omit<AnsweredCall, 'status'>) => ApiFault | undefined;
  /**
   * Lets the time of a delay pass.
   * @default by the machine's clock
   */
  readonly wait?: (ms: number) => Promise<void>;
}

/** What the listener has found out about a call. */
interface Situation {
  readonly world: World;
  readonly route: Route | undefined;
  readonly user: User | undefined;
  readonly admission: Admission | undefined;
}

const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Frame.io's V4 API, to be served by the caller. It answers every path, those it does not know with 404. */
export function apiListener({ world, now, onCall, fault, wait = setTimeout }: ApiListenerOptions): Listener {
  const limiter = new RateLimiter(now);
  return async (request, response) => {
    const call = await receiveCall(request);
    if (!call) return;
    const { method, path } = call;
    const route = findRoute(OPERATIONS, method, path);
    const user = world.userOf(call.token);
    const admission = route && limiter.admit(route.operation, user?.id ?? 'nobody');
    const course = courseOf(fault?.({ method, path }));
    if (course.isCut) response.socket?.resetAndDestroy();
    if (course.delayMs > 0) await wait(course.delayMs);
    const done = course.isDone ? answer(call, { world, route, user, admission }) : undefined;
    if (course.answer === 'cut') response.socket?.resetAndDestroy();
    const told = typeof course.answer === 'number' ? problem(course.answer) : done;
    if (!told || course.answer === 'cut' || course.answer === 'nothing') return;
    const { status, body } = told;
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(admission && rateLimitHeaders(admission, status)),
    };
    response.writeHead(status, headers).end(JSON.stringify(body));
    onCall?.({ method, path, status });
  };
}

function answer(call: ReceivedCall, { world, route, user, admission }: Situation): Reply {
  if (!route) return problem(404, 'no route found');
  if (!user) return problem(401);
  if (!admission?.admitted) return problem(429);
  if (call.body === 'too_large') return problem(413);
  const json = METHODS_WITH_BODY.has(call.method) ? readJson(call.contentType, call.body) : NO_JSON;
  if (!json.ok) return json.reply;
  try {
    return route.operation.run({ ...call, world, user, ids: route.ids, body: json.value });
  } catch (error) {
    return problem(500, `The sandbox failed: ${error}`); // so that whoever called sees why
  }
}

const NO_JSON = { ok: true, value: {} } as const;

/** On every answer of a known operation, errors too (OpenAPI document, response headers). */
function rateLimitHeaders({ calls, remaining, windowMs }: Admission, status: number) {
  return {
    'x-ratelimit-limit': String(calls),
    'x-ratelimit-remaining': String(status === 429 ? 0 : remaining),
    'x-ratelimit-window': String(windowMs),
  };
}
