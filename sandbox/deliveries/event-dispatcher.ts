import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../lib/core/clock.ts';
import type { WebhookEventName } from '../../lib/events/event-map.ts';
import type { FrameioEvent } from '../frameio/state/frameio-event.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { StoredWebhook } from '../frameio/state/stored-resources.ts';
import { webhooksFor } from '../frameio/state/webhooks.ts';
import { eventBody } from '../frameio/webhooks/event-body.ts';
import { isDelivered, type WebhookBody } from '../frameio/webhooks/webhook-sender.ts';
import type { SandboxEvent } from '../sandbox-event.ts';
import type { ReportedDelivery, WebhookDeliveries } from './webhook-deliveries.ts';

/** Maximum number of failures to keep. */
const MAX_FAILURES = 1_000;

/** Duration of transcoding: long enough to see in the terminal that the upload completes first. */
const TRANSCODING_MS = 1_000;

const UPLOAD_EVENTS: ReadonlySet<string> = new Set([
  'file.created',
  'file.upload.completed',
  'file.ready',
  'file.versioned',
] satisfies readonly WebhookEventName[]);

const isUploadEvent = ({ type }: FrameioEvent) => UPLOAD_EVENTS.has(type);

/** The delivery of an event to one webhook. */
interface DispatchedEvent {
  readonly stored: StoredWebhook;
  /** Resolves after the last attempt, when the functions have ended. */
  readonly delivered: Promise<ReportedDelivery>;
}

/** What a dispatcher needs. */
interface EventDispatcherOptions {
  readonly state: FrameioState;
  readonly deliveries: WebhookDeliveries;
  readonly clock: Clock;
  readonly onEvent: (event: SandboxEvent) => void;
}

/** Delivers events to webhooks, and keeps Frame.io's log of the events that it could not deliver. */
export class EventDispatcher {
  readonly #options: EventDispatcherOptions;
  readonly #stop = new AbortController();

  constructor(options: EventDispatcherOptions) {
    this.#options = options;
  }

  /** Delivers an event to the webhooks that listen to it now. Starts transcoding when an upload is complete. */
  async handle(event: FrameioEvent): Promise<void> {
    const webhooks = webhooksFor(this.#options.state, event);
    await setImmediate(); // responds to the API call first
    if (isUploadEvent(event) || webhooks.length > 0) this.#dispatch(event, webhooks);
    if (event.type === 'file.upload.completed') await this.#transcodeLater(event.resource.id);
  }

  /** Begins to deliver an event. Returns a delivery for each webhook that listens. */
  dispatch(event: FrameioEvent): readonly DispatchedEvent[] {
    return this.#dispatch(event, webhooksFor(this.#options.state, event));
  }

  /** Transcodes the files that an earlier run of the sandbox received but did not transcode. */
  resumeTranscoding(): void {
    for (const { id, file } of this.#options.state.stores.files.all()) {
      if (file.status === 'uploaded') void this.#transcodeLater(id);
    }
  }

  /** Ends the transcoding of files. */
  stop(): void {
    this.#stop.abort();
  }

  #dispatch(event: FrameioEvent, webhooks: readonly StoredWebhook[]): readonly DispatchedEvent[] {
    const { state, onEvent } = this.#options;
    const file = isUploadEvent(event) && state.file(event.resource.id);
    const isDelivered = webhooks.length > 0;
    onEvent(file ? { kind: 'file_event', event: { ...event, file }, isDelivered } : { kind: 'frameio_event', event });
    const body = eventBody(event, state.account);
    return webhooks.map((stored) => ({ stored, delivered: this.#deliver(body, stored) }));
  }

  async #transcodeLater(fileId: string): Promise<void> {
    const { state, clock } = this.#options;
    await clock.wait(TRANSCODING_MS, this.#stop.signal).catch(() => undefined);
    if (!this.#stop.signal.aborted) state.transcode(fileId);
  }

  async #deliver(body: WebhookBody, { id, webhook, secret }: StoredWebhook): Promise<ReportedDelivery> {
    const reported = await this.#options.deliveries.deliver(body, { url: webhook.url, secret });
    const last = reported.delivery.attempts.at(-1);
    if (last && !isDelivered(last) && !this.#options.deliveries.isStopped) this.#logFailure(id, body);
    return reported;
  }

  #logFailure(webhookId: string, { account, type, resource, user }: WebhookBody): void {
    const failures = this.#options.state.stores.deliveryFailures;
    failures.put({
      id: this.#options.state.newId(),
      webhook_id: webhookId,
      account_id: account.id,
      event_type: type,
      resource_id: resource.id,
      user_id: user.id,
    });
    const [oldest] = failures.all();
    if (oldest && failures.all().length > MAX_FAILURES) failures.delete(oldest.id);
  }
}
