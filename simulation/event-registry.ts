import { createHash } from 'node:crypto';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import type { WebhookBody } from '../sandbox/frameio/webhooks/webhook-sender.ts';
import { HANDLERS, type SimulatedEvent } from './simulated-events.ts';

/** One event, and all that has become of it. */
export interface EventStory {
  readonly number: number;
  readonly type: SimulatedEvent;
  readonly fileId: string;
  /** The body of its deliveries. */
  readonly body: string;
  /** Whether a delivery was answered 2xx, by delivery key: as many as there were times at which it may have happened. */
  readonly deliveries: Map<string, boolean>;
  /** Whether Frame.io has answered something that stays the same however often one asks. */
  isRefused: boolean;
  /** What happened, in order. */
  readonly lines: string[];
}

/** The stories of a simulation's events, found by whatever a service is told of them. */
export class Stories {
  readonly all: EventStory[] = [];
  readonly #clock: SandboxClock;
  readonly #startedAt: number;
  readonly #byFile = new Map<string, EventStory>();
  readonly #byLedgerId = new Map<string, LedgerPlace>();
  readonly #byReceipt = new Map<string, EventStory>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  add(body: WebhookBody & { readonly type: SimulatedEvent }): EventStory {
    const story = {
      number: this.all.length + 1,
      type: body.type,
      fileId: body.resource.id,
      body: JSON.stringify(body),
      deliveries: new Map(),
      isRefused: false,
      lines: [],
    };
    this.all.push(story);
    this.#byFile.set(story.fileId, story);
    return story;
  }

  /**
   * Notes that an event is delivered.
   *
   * @returns The delivery key.
   */
  deliver(story: EventStory, timestamp: number): string {
    const key = deliveryKeyOf(story, timestamp);
    if (story.deliveries.has(key)) return key;
    story.deliveries.set(key, false);
    for (const handler of HANDLERS[story.type]) {
      const name = `${story.number} ${handler} ${story.deliveries.size}`;
      this.#byLedgerId.set(ledgerIdOf(key, handler), { story, name });
    }
    return key;
  }

  /** Writes down what happened, with the time on the simulation's clock. */
  tell(story: EventStory | undefined, what: string): void {
    const seconds = (this.#clock.now() - this.#startedAt) / 1_000;
    story?.lines.push(`${seconds.toFixed(3).padStart(10)} s  ${what}`);
  }

  /** The event that a path of Frame.io's API is about. */
  ofPath(path: string): EventStory | undefined {
    return this.#byFile.get(/\/files\/([^/]+)/.exec(path)?.[1] ?? '');
  }

  /** The event in a message of the queue. */
  ofMessage(text: unknown): EventStory | undefined {
    const body = parse(Object(parse(text)).body);
    return this.#byFile.get(String(Object(Object(body).resource).id));
  }

  ofLedgerId(id: unknown): LedgerPlace | undefined {
    return this.#byLedgerId.get(String(id));
  }

  /** Notes that a message with this event is in somebody's hands. */
  received(receiptHandle: string, story: EventStory): void {
    this.#byReceipt.set(receiptHandle, story);
  }

  ofReceipt(receiptHandle: unknown): EventStory | undefined {
    return this.#byReceipt.get(String(receiptHandle));
  }
}

/** An entry of the ledger: the event, and a name that is the same for the same seed. */
export interface LedgerPlace {
  readonly story: EventStory;
  readonly name: string;
}

/** Written apart from the framework's, so that the two cannot be wrong together. */
function deliveryKeyOf({ type, body }: EventStory, timestamp: number): string {
  const text = type === 'file.ready' ? body : `${timestamp}:${body}`;
  return createHash('sha256').update(text).digest('hex');
}

/** The ledger's id for a handler and a delivery key, as Powertools makes it. Wrong, it would cost some lines of a story. */
function ledgerIdOf(deliveryKey: string, handler: string): string {
  const entry = JSON.stringify(`${deliveryKey}#${handler}`);
  return `frameio-lambda#${createHash('sha256').update(entry).digest('base64')}`;
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
