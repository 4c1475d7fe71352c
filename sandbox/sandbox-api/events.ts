import type { SourceLocation } from '../code/source-location.ts';
import type { ApiCall } from '../frameio/api/api-listener.ts';
import type { CodeChange } from '../reload/code-change.ts';
import type { ClockState } from './clock.ts';
import type { DeliverySummary, HandlerRecord, NamedResource } from './deliveries.ts';
import type { FaultState } from './faults.ts';

/** What happened in the sandbox. An event about a delivery has all of its summary. */
export type SandboxApiEvent =
  | { readonly kind: 'delivery_changed'; readonly delivery: DeliverySummary }
  /** A change that Frame.io sends webhooks about. `type` is the name of the event. */
  | { readonly kind: 'frameio_changed'; readonly type: string; readonly resource: NamedResource }
  | { readonly kind: 'comment_posted'; readonly file: NamedFile; readonly text: string }
  /** A call to Frame.io's API, its storage or Adobe IMS. */
  | ({ readonly kind: 'api_called'; readonly deliveryId: string | null } & ApiCall)
  /** The worker has handled messages of the queue. The other messages run again. */
  | {
      readonly kind: 'batch_processed';
      readonly messageIds: readonly string[];
      readonly completedIds: readonly string[];
      readonly error: string | null;
    }
  | {
      readonly kind: 'function_logged';
      readonly deliveryId: string | null;
      readonly functionName: string;
      /** Name of the handler that printed the line. */
      readonly handler: string | null;
      readonly line: string;
    }
  | {
      readonly kind: 'function_failed';
      readonly functionName: string;
      readonly error: string;
      readonly location: SourceLocation | null;
    }
  | { readonly kind: 'handler_blocked'; readonly handler: string; readonly location: SourceLocation | null }
  /** What happened to a message that is about no delivery of this run, such as a job. */
  | {
      readonly kind: 'message_reported';
      readonly subject: string;
      readonly handlers: readonly HandlerRecord[];
    }
  | { readonly kind: 'clock_changed'; readonly clock: ClockState }
  | { readonly kind: 'faults_changed'; readonly faults: readonly FaultState[] }
  | CodeChange
  /** Frame.io knows the changed webhooks and actions of the app. `needsRestart` lists what only a restart changes. */
  | { readonly kind: 'app_changed'; readonly needsRestart: readonly string[] }
  /** The manifest of the changed code could not be read. */
  | { readonly kind: 'app_refused'; readonly message: string }
  /** A dead letter was moved back to its queue. */
  | { readonly kind: 'queue_changed' };

/** A file with its id and name. */
export interface NamedFile {
  readonly id: string;
  readonly name: string;
}

/** An event of `GET /sandbox/events`. */
export type StreamedEvent = SandboxApiEvent & {
  /** Send it as `Last-Event-ID` to receive every later event. */
  readonly id: string;
  readonly time: string;
};
