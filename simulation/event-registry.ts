import { createHash } from 'node:crypto';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import type { WebhookBody } from '../sandbox/frameio/webhooks/webhook-sender.ts';
import { HANDLERS, type SimulatedEventType } from './simulated-events.ts';

/** Deliveries that are the same event for the framework. */
export interface DeliveredEvent {
  readonly occurrence: number;
  /** The key of each delivery. The framework uses that of the first delivery that it handles. */
  readonly deliveryKeys: Set<string>;
  /** Whether a delivery was acknowledged with a 2xx. */
  isPromised: boolean;
}

/** An event of the simulation with everything that happened to it. */
export interface SimulatedEvent {
  readonly number: number;
  readonly type: SimulatedEventType;
  readonly fileId: string;
  /** Body of its deliveries. */
  readonly body: string;
  /** What the framework must treat as one event, by the delivery key of each of its deliveries. */
  readonly deliveries: Map<string, DeliveredEvent>;
  /** Whether Frame.io has returned an error that no retry can fix. */
  hasPermanentApiError: boolean;
  /** The dialogs with which a custom action answered. Every repeat must get the same one. */
  readonly dialogs: Set<string>;
  /** Descriptions of what happened, with times, in order. */
  readonly timeline: string[];
}

/** A record in the idempotency store: its event, and a label that is the same in every run with a seed. */
export interface IdempotencyRecordRef {
  readonly event: SimulatedEvent;
  readonly label: string;
}

/** The events of a simulation. Finds an event by the data that a service sees of it. */
export class EventRegistry {
  readonly all: SimulatedEvent[] = [];
  readonly #clock: SandboxClock;
  readonly #startedAt: number;
  readonly #byFile = new Map<string, SimulatedEvent>();
  readonly #byRecordId = new Map<string, IdempotencyRecordRef>();
  readonly #byReceipt = new Map<string, SimulatedEvent>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  add(body: Omit<WebhookBody, 'type'> & { readonly type: SimulatedEventType }): SimulatedEvent {
    const event = {
      number: this.all.length + 1,
      type: body.type,
      fileId: body.resource.id,
      body: JSON.stringify(body),
      deliveries: new Map(),
      hasPermanentApiError: false,
      dialogs: new Set<string>(),
      timeline: [],
    };
    this.all.push(event);
    this.#byFile.set(event.fileId, event);
    return event;
  }

  /** Records a delivery of an event and returns its delivery key. */
  recordDelivery(event: SimulatedEvent, timestamp: number, occurrence = 1): string {
    const key = event.type === 'note' ? this.#recordClick(event) : deliveryKeyOf(event, timestamp);
    if (event.deliveries.has(key)) return key;
    const known = [...event.deliveries.values()].find((delivered) => delivered.occurrence === occurrence);
    // A repetition of `file.updated` with a new timestamp counts as another event.
    const isKnown = known !== undefined && event.type !== 'file.updated';
    const delivered = isKnown ? known : { occurrence, deliveryKeys: new Set<string>(), isPromised: false };
    delivered.deliveryKeys.add(key);
    event.deliveries.set(key, delivered);
    for (const handler of HANDLERS[event.type]) {
      const label = `${event.number} ${handler} ${event.deliveries.size}`;
      this.#byRecordId.set(recordIdOf(key, handler), { event, label });
    }
    return key;
  }

  /** Records the request of a custom action and returns the delivery key of the job that it enqueues. */
  #recordClick(event: SimulatedEvent): string {
    const answerKey = sha256(`action:${JSON.stringify([JSON.parse(event.body).interaction_id, null])}`);
    this.#byRecordId.set(`frameio-lambda-actions#${answerKey}`, { event, label: `${event.number} answer` });
    return sha256(`job:${JSON.stringify([answerKey, 'note', 'note'])}`);
  }

  /** Records that a consumer received a message of an event. */
  recordReceipt(receiptHandle: string, event: SimulatedEvent): void {
    this.#byReceipt.set(receiptHandle, event);
  }

  /** Adds a description of what happened to an event's timeline, with the time of the simulation. */
  log(event: SimulatedEvent | undefined, description: string): void {
    const seconds = (this.#clock.now() - this.#startedAt) / 1_000;
    event?.timeline.push(`${seconds.toFixed(3).padStart(10)} s  ${description}`);
  }

  /** Finds the event that a path of Frame.io's API is about. */
  findByPath(path: string): SimulatedEvent | undefined {
    return this.#byFile.get(/\/files\/([^/]+)/.exec(path)?.[1] ?? '');
  }

  /** Finds the event in the text of a queue message. */
  findByMessage(text: unknown): SimulatedEvent | undefined {
    const body = Object(parse(Object(parse(text)).body));
    return this.#byFile.get(String(body.resourceId ?? Object(body.resource).id)); // a job's payload, or an event
  }

  findByRecordId(id: unknown): IdempotencyRecordRef | undefined {
    return this.#byRecordId.get(String(id));
  }

  findByReceipt(receiptHandle: unknown): SimulatedEvent | undefined {
    return this.#byReceipt.get(String(receiptHandle));
  }
}

/** Computes the delivery key independently of the framework, so that a bug cannot hide in both. */
function deliveryKeyOf({ body }: SimulatedEvent, timestamp: number): string {
  return sha256(`${timestamp}:${body}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Computes the id of an idempotency record as Powertools does. A wrong id only loses lines of a timeline. */
function recordIdOf(deliveryKey: string, handler: string): string {
  const text = JSON.stringify(`${deliveryKey}#${handler}`);
  return `frameio-lambda#${createHash('sha256').update(text).digest('base64')}`;
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
