import type * as Frameio from '../lib/client/frameio.ts';
import type { WebhookEventName } from '../lib/events/event-map.ts';
import type { BatchResult } from './aws/lambda/event-source-mapping.ts';
import type { BlockedEventLoop, HandlerAttempt } from './aws/lambda/function-output.ts';
import type { SourceLocation } from './code/source-location.ts';
import type { HandlerChange } from './deliveries/delivery-monitor.ts';
import type { DeliveryReport } from './deliveries/delivery-report.ts';
import type { MessageReport } from './deliveries/report-message.ts';
import type { StartedDelivery } from './deliveries/started-delivery.ts';
import type { AppChange } from './deployment/app-registration.ts';
import type { RepliedAction, SentAction } from './frameio/actions/action-interactions.ts';
import type { ApiCall } from './frameio/api/api-listener.ts';
import type { CallDetails } from './frameio/api/call-details.ts';
import type { FrameioEvent } from './frameio/state/frameio-event.ts';
import type { DeliveryAttempt, SentAttempt, WebhookBody } from './frameio/webhooks/webhook-sender.ts';
import type { CodeChange } from './reload/code-change.ts';
import type { ClockState, FaultState } from './sandbox-api.ts';

/** An event of Frame.io about the upload or the versions of a file. */
export interface FileEvent extends FrameioEvent {
  readonly file: Frameio.File;
}

/** An event of the sandbox. Observers receive events in the order in which they happen. */
export type SandboxEvent =
  | {
      readonly kind: 'file_event';
      readonly event: FileEvent;
      /** Whether a webhook listens to the event. */
      readonly isDelivered: boolean;
    }
  | { readonly kind: 'frameio_event'; readonly event: FrameioEvent }
  | { readonly kind: 'sample_event'; readonly body: WebhookBody }
  | { readonly kind: 'delivery_started'; readonly delivery: StartedDelivery }
  | ({
      readonly kind: 'delivery_sent';
      readonly deliveryId: string;
      readonly type: WebhookEventName;
      readonly isCold: boolean;
      /** URL of the webhook, if it is not the app's. */
      readonly foreignUrl?: string;
    } & SentAttempt)
  | { readonly kind: 'api_called'; readonly call: ApiCall; readonly details: CallDetails }
  | { readonly kind: 'delivery_attempted'; readonly deliveryId: string; readonly attempt: DeliveryAttempt }
  /** Frame.io waits before the next attempt. `until` is in milliseconds since 1970. */
  | { readonly kind: 'delivery_delayed'; readonly deliveryId: string; readonly until: number }
  | { readonly kind: 'action_sent'; readonly sent: SentAction }
  | { readonly kind: 'action_replied'; readonly replied: RepliedAction }
  | { readonly kind: 'comment_posted'; readonly file: Frameio.File; readonly text: string }
  | { readonly kind: 'batch_processed'; readonly result: BatchResult }
  | { readonly kind: 'delivery_reported'; readonly report: DeliveryReport }
  | ({ readonly kind: 'handler_reported' } & HandlerChange)
  | ({ readonly kind: 'message_reported' } & MessageReport)
  /** The function threw, could not be loaded, or ran into its timeout. */
  | {
      readonly kind: 'function_failed';
      readonly functionName: string;
      readonly error: string;
      readonly location: SourceLocation | undefined;
    }
  | ({ readonly kind: 'handler_blocked'; readonly location: SourceLocation | undefined } & Pick<
      BlockedEventLoop,
      'handler'
    >)
  | CodeChange
  | { readonly kind: 'app_changed'; readonly change: AppChange }
  | { readonly kind: 'app_refused'; readonly message: string }
  | { readonly kind: 'clock_changed'; readonly clock: ClockState }
  | { readonly kind: 'faults_changed'; readonly faults: readonly FaultState[] }
  /** Without a handler, the line comes from the framework, or from code that no handler started. */
  | {
      readonly kind: 'function_logged';
      readonly functionName: string;
      readonly line: string;
      readonly handler?: HandlerAttempt;
    };
