import type { SourceLocation } from '../code/source-location.ts';
import type { DeliveryAttempt, WebhookBody } from '../frameio/webhooks/webhook-sender.ts';

/** What happened to a handler so far. */
export type HandlerStatus =
  | 'completed'
  /** The app itself caused the event. */
  | 'skipped'
  | 'failed'
  | 'timed_out'
  /** The handler asked to run later, or a service that it needs is unavailable. */
  | 'postponed'
  | 'dead_lettered'
  /** The handler has not started. */
  | 'queued'
  /** The delivery was refused. */
  | 'not_started';

/** What happened to one handler of a delivery. */
export interface HandlerReport {
  readonly handlerName: string;
  readonly status: HandlerStatus;
  /** Whether somebody has to fix something. A handler that requested a wait is fine. */
  readonly isFailure: boolean;
  /** Name and message of the last error. */
  readonly error?: string;
  /** Where the user's code threw it. */
  readonly location?: SourceLocation;
  /** Number of failed attempts, if the last one failed. */
  readonly failures?: number;
  /** Failed attempts before dead-lettering, once the worker has said it. */
  readonly maxAttempts?: number;
  /** Id of the message in the dead-letter queue, if it is there. */
  readonly deadLetterId?: string;
  /** When the handler runs again, in milliseconds since 1970, if it does. */
  readonly nextRunAt?: number;
}

/** What happened to one delivery. */
export interface DeliveryReport {
  readonly deliveryId: string;
  readonly body: WebhookBody;
  /** The last attempt. */
  readonly attempt: DeliveryAttempt;
  /** URL of the webhook, if it is not the app's. */
  readonly foreignUrl?: string;
  /** Whether the endpoint accepted the delivery. */
  readonly isAccepted: boolean;
  /** One entry for each handler that listens to the event. */
  readonly handlers: readonly HandlerReport[];
  /** What the functions logged about a refused delivery. */
  readonly log: readonly string[];
}

/** Whether somebody has to fix something. */
export function isFailed({ isAccepted, handlers }: DeliveryReport): boolean {
  return !isAccepted || handlers.some(({ isFailure }) => isFailure);
}
