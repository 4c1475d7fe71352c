import type { SourceLocation } from '../code/source-location.ts';
import type { HandlerStatus } from '../deliveries/delivery-report.ts';
import type { ActionReply } from '../frameio/actions/action-reply.ts';
import type { ForgeryName } from '../frameio/webhooks/forgeries.ts';

/**
 * State of a delivery:
 *
 * - `in_progress`: it waits for a response, for the next attempt, or for a handler that runs.
 * - `waiting`: the endpoint accepted it, and a handler waits in the queue.
 * - `completed`: every handler completed or was skipped; for an action, the user has seen the reply.
 * - `failed`: no handler waits, and one failed or was dead-lettered; for an action, the reply is an error.
 * - `refused`: the endpoint accepted no attempt.
 * - `interrupted`: the sandbox stopped before the delivery ended.
 */
export type DeliveryStatus = 'in_progress' | 'waiting' | 'completed' | 'failed' | 'refused' | 'interrupted';

/** One signed request of a delivery. */
export interface DeliveryAttemptRecord {
  /** Counted from 1. */
  readonly number: number;
  readonly sentAt: string;
  /** Value of the header `X-Frameio-Request-Timestamp`: Unix seconds, or what a forged request has in its place. */
  readonly timestamp: string;
  /** Whether the endpoint's function had to start first. */
  readonly isCold: boolean;
  /** Status of the response, or `null` before the response. */
  readonly status: number | null;
  readonly durationMs: number | null;
  /** Beginning of the response's body. */
  readonly response: string | null;
  /** Why there was no response. */
  readonly error: string | null;
  /** Id that API Gateway gave the request. The log has it as the correlation id. */
  readonly requestId: string | null;
}

/** What happened to one handler of a delivery. */
export interface HandlerRecord {
  readonly name: string;
  readonly status: HandlerStatus;
  /** Whether somebody has to fix something. */
  readonly isFailure: boolean;
  /** Name and message of the last error. */
  readonly error: string | null;
  /** Where the user's code threw it. */
  readonly location: SourceLocation | null;
  /** Number of failed attempts, if the last one failed. */
  readonly failures: number | null;
  /** Failed attempts before dead-lettering, once the worker has said it. */
  readonly maxAttempts: number | null;
  /** Id of the message in the dead-letter queue, if it is there. */
  readonly deadLetterId: string | null;
  /** When the handler runs again, if it does. */
  readonly nextRunAt: string | null;
}

/** A resource of Frame.io. The name is `null` if it has none. */
export interface NamedResource {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
}

/** One delivery: a webhook's event, or a user's click on an action or submission of its form. */
export interface DeliverySummary {
  /** Eight hexadecimal digits. */
  readonly id: string;
  readonly kind: 'webhook' | 'action';
  /** Name of the event, or key of the action. */
  readonly type: string;
  /** What the event is about; the first resource of an action. */
  readonly resource: NamedResource | null;
  readonly url: string;
  /** Whether a user chose the URL. Otherwise it is the one of the webhook or the action. */
  readonly isChosenUrl: boolean;
  readonly status: DeliveryStatus;
  readonly startedAt: string;
  /** When the status last changed. */
  readonly updatedAt: string;
  readonly attempts: readonly DeliveryAttemptRecord[];
  /** When Frame.io sends the next attempt, while it waits for that. */
  readonly nextAttemptAt: string | null;
  readonly handlers: readonly HandlerRecord[];
  /** What the user of an action saw. */
  readonly reply: ActionReply | null;
  /** What is wrong with the request, if it was forged. */
  readonly forgery: ForgeryName | null;
  /** Id of the delivery that this one repeats. */
  readonly replayOf: string | null;
}

/** A call that a function made to Frame.io's API, its storage or Adobe IMS. */
export interface DeliveryCall {
  readonly startedAt: string;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Name of the operation, such as `files.show`, if the path is one of the API. */
  readonly operation: string | null;
  readonly status: number;
  readonly durationMs: number;
  /** Beginning of the response's body. */
  readonly response: string | null;
  /** Name of the handler that made the call, and the number of its attempt, counted from 1. */
  readonly handler: string | null;
  readonly attempt: number | null;
  /** Text of the comment that the call posted. */
  readonly comment: string | null;
}

/** A delivery with its body, the log lines of its functions and their calls. */
export interface Delivery extends DeliverySummary {
  /** Text of the body, as signed. */
  readonly body: string;
  readonly log: readonly string[];
  /** Names of the functions that printed the lines of `log`, in the same order. */
  readonly logFunctions: readonly string[];
  /** In the order of their responses. */
  readonly calls: readonly DeliveryCall[];
}

/** Answer of `GET /sandbox/deliveries`. */
export interface DeliveryList {
  /** The newest first. */
  readonly deliveries: readonly DeliverySummary[];
  /** Number of deliveries that match, also beyond the limit. */
  readonly total: number;
  /** Send it as `Last-Event-ID` to receive every change after this list. */
  readonly lastEventId: string;
}

/** Answer of `GET /sandbox/deliveries/<id>/request`: the request of a delivery, signed now. */
export interface SignedDeliveryRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}
