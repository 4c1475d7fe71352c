import type { LocalDeployment } from '../deployment/local-deployment.ts';
import type { ForgeryName } from '../frameio/webhooks/forgeries.ts';
import {
  isDelivered,
  type WebhookBody,
  WebhookSender,
  type WebhookSenderOptions,
} from '../frameio/webhooks/webhook-sender.ts';
import type { SandboxEvent } from '../sandbox-event.ts';
import { newShortId } from '../short-id.ts';
import type { DeliveryMonitor } from './delivery-monitor.ts';
import type { DeliveryReport } from './delivery-report.ts';
import type { SentDelivery } from './report-delivery.ts';

/** A delivery whose report can be read again later. */
export interface ReportedDelivery {
  readonly delivery: SentDelivery;
  /** `undefined` if the sandbox stopped before it sent the delivery. */
  readonly report: DeliveryReport | undefined;
}

/** How a delivery differs from Frame.io's own. */
export interface WebhookDeliveryOptions {
  /** @default random */
  readonly id?: string;
  /** @default the body as JSON */
  readonly text?: string;
  /** @default none: the requests are genuine */
  readonly forgery?: ForgeryName | null;
  /** @default the endpoint of the app */
  readonly url?: string;
  /**
   * Whether a user chose `url`.
   * @default false: it is the URL of a webhook
   */
  readonly isChosenUrl?: boolean;
  /** @default the signing secret of the app's webhook */
  readonly secret?: string;
  /**
   * Unix seconds of the first attempt.
   * @default now
   */
  readonly timestamp?: number;
  /** @default Frame.io's, or 1 for a forged request, which nobody repeats */
  readonly maxAttempts?: number;
  /**
   * Whether the handlers run, even if they have handled a delivery with the same body a short time ago.
   * @default false: they treat it as a repetition, as they do with Frame.io's
   */
  readonly isNewEvent?: boolean;
  /** Id of the delivery that this one repeats. */
  readonly replayOf?: string;
}

/** What deliveries need. */
export interface WebhookDeliveriesOptions {
  readonly sender: WebhookSenderOptions;
  readonly monitor: DeliveryMonitor;
  readonly deployment: LocalDeployment;
  readonly onEvent: (event: SandboxEvent) => void;
  /** Called when the functions of a delivery have ended, before its report. */
  readonly onIdle: () => void;
}

/** Delivers events to the endpoint or to another webhook's URL, and reports what happened to each of them. */
export class WebhookDeliveries {
  readonly #options: WebhookDeliveriesOptions;
  readonly #sender: WebhookSender;
  #isStopped = false;

  constructor(options: WebhookDeliveriesOptions) {
    this.#options = options;
    this.#sender = new WebhookSender(options.sender);
  }

  /** Number of requests that wait for their responses. */
  get inFlight(): number {
    return this.#sender.inFlight;
  }

  /** Whether the remaining attempts are cancelled. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Resolves when no request waits for its response. */
  async whenIdle(): Promise<void> {
    await this.#sender.waitForInFlight(0);
  }

  /** Delivers an event. Resolves when the delivery and the functions have ended. */
  async deliver(body: WebhookBody, options: WebhookDeliveryOptions = {}): Promise<ReportedDelivery> {
    const { sender, monitor, deployment, onEvent, onIdle } = this.#options;
    const { id = newShortId(), text = JSON.stringify(body), forgery = null, replayOf = null } = options;
    const { isChosenUrl = false } = options;
    const { secret, timestamp, maxAttempts = forgery === null ? undefined : 1, url = sender.url } = options;
    const foreign = url !== sender.url && { foreignUrl: url };
    const logPosition = monitor.log.position;
    if (!foreign) monitor.start(text);
    onEvent({ kind: 'delivery_started', delivery: { id, body, text, url, isChosenUrl, forgery, replayOf } });
    if (options.isNewEvent && !foreign) await monitor.forgetEvent(body, text, deployment);
    const attempts = await this.#sender.deliver(body, {
      text,
      forgery,
      url,
      ...(maxAttempts !== undefined && { maxAttempts }),
      ...(secret !== undefined && { secret: () => secret }),
      ...(timestamp !== undefined && { timestamp }),
      onSend: (sent) =>
        onEvent({
          kind: 'delivery_sent',
          deliveryId: id,
          type: body.type,
          isCold: !foreign && deployment.isCold(),
          ...foreign,
          ...sent,
        }),
      onDelay: (until) => onEvent({ kind: 'delivery_delayed', deliveryId: id, until }),
      onAttempt: (attempt) => onEvent({ kind: 'delivery_attempted', deliveryId: id, attempt }),
    });
    await deployment.whenIdle();
    onIdle();
    const delivery = { id, body, text, attempts, logPosition };
    const report = foreign ? reportForeign(delivery, foreign) : await monitor.report(delivery, deployment);
    if (report) onEvent({ kind: 'delivery_reported', report });
    return { delivery, report };
  }

  /** Cancels the deliveries that wait for their next attempt. */
  stop(): void {
    this.#isStopped = true;
    this.#sender.stop();
  }
}

/** Reports a delivery to an endpoint that is not the app's: nothing but its response is known. */
function reportForeign(
  { id, body, attempts }: SentDelivery,
  foreign: { readonly foreignUrl: string },
): DeliveryReport | undefined {
  const attempt = attempts.at(-1);
  return (
    attempt && { deliveryId: id, body, attempt, isAccepted: isDelivered(attempt), handlers: [], log: [], ...foreign }
  );
}
