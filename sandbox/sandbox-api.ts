import type { FunctionRole } from '../cdk/function-metadata.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import type { SourceLocation } from './code/source-location.ts';
import type { HandlerStatus } from './deliveries/delivery-report.ts';
import type { ActionReply } from './frameio/actions/action-reply.ts';
import type { ApiCall } from './frameio/api/api-listener.ts';
import type { ForgeryName } from './frameio/webhooks/forgeries.ts';
import type { CodeChange } from './reload/code-change.ts';

export type { ActionReply } from './frameio/actions/action-reply.ts';
export type { FormField } from './frameio/actions/form-fields.ts';

// The JSON of the sandbox's own API. The terminal, the commands and web pages all read these shapes. Times are ISO 8601 texts
// of the sandbox's clock. A field without a value is null.

/** Version of these shapes. Every response of the sandbox's own API has it in a header. */
export const API_VERSION = '1';
export const API_VERSION_HEADER = 'x-frameio-sandbox-version';

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

/** What the idempotency store knows about a handler's work for a delivery. */
export interface IdempotencyRecord {
  readonly handler: string;
  /** Timestamp in the header of the attempt whose key the record has. */
  readonly timestamp: string;
  readonly status: 'in_progress' | 'completed';
  /** Number of attempts that failed, or started and recorded no end. */
  readonly failures: number;
  /** When another process may start the work, if none has completed it. */
  readonly lockedUntil: string | null;
  /** When the table may delete the record. */
  readonly expiresAt: string | null;
}

/** Answer of `GET /sandbox/deliveries/<id>/records`. */
export interface IdempotencyRecordList {
  readonly records: readonly IdempotencyRecord[];
}

/** The clock of the sandbox. */
export interface ClockState {
  readonly now: string;
  /** Milliseconds by which it is ahead of the machine's clock. */
  readonly offsetMs: number;
  /** How many seconds it advances in one second of the machine's clock, while no function runs. */
  readonly speed: number;
}

/**
 * What a fault affects: the calls to a service, the functions, or the secret of the app's webhooks. A fault of
 * `signing-secret` lets Frame.io sign with a new secret, which Secrets Manager receives at its end.
 */
export const FAULT_TARGETS = ['frame.io', 'secrets-manager', 'sqs', 'dynamodb', 'functions', 'signing-secret'] as const;

/** One of `FAULT_TARGETS`. */
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/** Body of `POST /sandbox/faults`. Frame.io needs a status or a delay. */
export interface FaultRequest {
  /** @default frame.io */
  readonly target?: FaultTarget;
  /** @default every call */
  readonly calls?: string;
  readonly status?: number;
  readonly delay_seconds?: number;
  readonly count?: number;
  /** @default 30, without a count */
  readonly seconds?: number;
}

/** A fault that the sandbox simulates until it ends. */
export interface FaultState {
  /** Eight hexadecimal digits. */
  readonly id: string;
  readonly target: FaultTarget;
  /**
   * Name of an operation, such as `files.show` or `GetItem`; a path in which `*` matches one part, such as `/v4/me`; a role of
   * functions, such as `worker`.
   */
  readonly calls: string;
  /** Status of Frame.io's response. */
  readonly status: number | null;
  /** Milliseconds by which Frame.io responds late. */
  readonly delayMs: number | null;
  /** Number of calls that it still answers, or `null` for any number. */
  readonly remaining: number | null;
  /** When it ends, or `null` if only the number of calls ends it. */
  readonly endsAt: string | null;
}

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

/** The last change of the user's code. */
export type CodeState = CodeChange & { readonly time: string };

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

/** Answer of `GET /sandbox/deliveries`. */
export interface DeliveryList {
  /** The newest first. */
  readonly deliveries: readonly DeliverySummary[];
  /** Number of deliveries that match, also beyond the limit. */
  readonly total: number;
  /** Send it as `Last-Event-ID` to receive every change after this list. */
  readonly lastEventId: string;
}

/** Answer of `GET /sandbox/app`: what the app handles, and what the sandbox can send to it. */
export interface SandboxApp {
  /** Every event of Frame.io. */
  readonly events: readonly string[];
  /** The events that the app has handlers for. */
  readonly handledEvents: readonly string[];
  readonly actions: readonly SandboxAction[];
  /** The ways to forge a request, and what is wrong with it. */
  readonly forgeries: readonly { readonly name: string; readonly summary: string }[];
  /** The last change of its code in this run, if there was one. */
  readonly code: CodeState | null;
}

/** A custom action of the app. */
export interface SandboxAction {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Kinds of resources that it runs on. */
  readonly resourceTypes: readonly string[];
}

/** Answer of `GET /sandbox/studio`: the folders and files of the local Frame.io. */
export interface Studio {
  /** The root folder of the default project. */
  readonly uploadFolderId: string;
  readonly folders: readonly StudioFolder[];
  /** The newest first. */
  readonly files: readonly StudioFile[];
}

export interface StudioFolder {
  readonly id: string;
  /** Name of the folder. A project's root folder has the name of the project. */
  readonly name: string;
  /** `null` for the root folder of a project. */
  readonly parentId: string | null;
}

export interface StudioFile {
  readonly id: string;
  readonly name: string;
  /** The folder that contains the file or its version stack. */
  readonly folderId: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  readonly status: string;
  readonly comments: readonly { readonly id: string; readonly text: string; readonly owner: string }[];
}

/** Answer of `GET /sandbox/queue`. */
export interface QueueState {
  readonly waiting: readonly QueuedMessage[];
  readonly deadLetters: readonly QueuedMessage[];
}

/** A message about an event or a job. */
export interface QueuedMessage {
  readonly id: string;
  readonly isDeadLetter: boolean;
  /** Name of the event or the job. */
  readonly type: string;
  /** Id of the event's resource. */
  readonly resourceId: string | null;
  /** Handlers to run, or `null` for all. */
  readonly handlers: readonly string[] | null;
  readonly state: 'visible' | 'delayed' | 'in_flight';
  readonly sentAt: string;
  /** When the worker may run it. */
  readonly visibleAt: string;
  /** Number of failed attempts, if it is known. */
  readonly attempts: number | null;
  /** Why the worker gave the message up. */
  readonly reason: string | null;
}

/** Answer of `GET /sandbox/deliveries/<id>/request`: the request of a delivery, signed now. */
export interface SignedDeliveryRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answer of `GET /sandbox/deployment`: the functions of the app, and the resources that they use. */
export interface SandboxDeployment {
  /** Path of the `FrameioWebhook` in the construct tree. */
  readonly webhook: string;
  readonly manifest: AppManifest;
  readonly webhookUrl: string;
  readonly actionsUrl: string;
  readonly functions: readonly {
    readonly role: FunctionRole;
    /** Name of the job that a `job-worker` runs. */
    readonly job?: string;
    readonly name: string;
    /** The framework's variables, without those of the app. */
    readonly environment: Readonly<Record<string, string>>;
  }[];
}

/** How scripts log in to the sandbox's Frame.io, and the ids that most calls need. */
export interface SandboxCredentials {
  readonly baseUrl: string;
  /** Base URL of Adobe IMS. */
  readonly imsUrl: string;
  /** Access token that does not expire. */
  readonly token: string;
  /** Server-to-server credentials, to exchange for access tokens that expire. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accountId: string;
  /** Default workspace and project, and the root folder of the project. */
  readonly workspaceId: string;
  readonly projectId: string;
  readonly folderId: string;
}

/** An event that no attempt delivered to a webhook, with the fields of Frame.io's failure log. */
export interface LoggedFailure {
  readonly webhook_id: string;
  readonly account_id: string;
  readonly event_type: string;
  readonly resource_id: string;
  readonly user_id: string;
}

/** Answer of `GET /sandbox/failures`. */
export interface FailureList {
  /** The newest first. */
  readonly failures: readonly LoggedFailure[];
}
