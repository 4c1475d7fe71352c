import { createHash } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { WebhookBody } from '../webhook-sender.ts';

/** One event, and all that has become of it. */
export interface EventStory {
  readonly number: number;
  readonly fileId: string;
  /** The body of its deliveries. */
  readonly body: string;
  /** Whether a delivery of it was answered 2xx. */
  isAcknowledged: boolean;
  /** What happened, in order. */
  readonly lines: string[];
}

/** The stories of a simulation's events, found by whatever a service is told of them. */
export class Stories {
  readonly all: EventStory[] = [];
  readonly #clock: SandboxClock;
  readonly #startedAt: number;
  readonly #byFile = new Map<string, EventStory>();
  readonly #byLedgerId = new Map<string, EventStory>();
  readonly #byReceipt = new Map<string, EventStory>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  add(body: WebhookBody): EventStory {
    const text = JSON.stringify(body);
    const story = {
      number: this.all.length + 1,
      fileId: body.resource.id,
      body: text,
      isAcknowledged: false,
      lines: [],
    };
    this.all.push(story);
    this.#byFile.set(story.fileId, story);
    this.#byLedgerId.set(ledgerIdOf(text), story);
    return story;
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

  ofLedgerId(id: unknown): EventStory | undefined {
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

/**
 * The ledger's id for the one handler of an event whose delivery key is the hash of its body, as Powertools makes it. Wrong,
 * it would cost no more than some lines of a story.
 */
function ledgerIdOf(body: string): string {
  const deliveryKey = createHash('sha256').update(body).digest('hex');
  const entry = JSON.stringify(`${deliveryKey}#file-ready`);
  return `frameio-lambda#${createHash('sha256').update(entry).digest('base64')}`;
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
