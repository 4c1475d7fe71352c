import pLimit, { type LimitFunction } from 'p-limit';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { signedHeaders } from '../sandbox/frameio/webhooks/signed-headers.ts';
import { retryDelayMs } from '../sandbox/frameio/webhooks/webhook-sender.ts';
import { NOTE_DIALOG } from './app/note.ts';
import { drawCrash } from './crash-plan.ts';
import type { SimulatedEvent } from './event-registry.ts';
import { PROBABILITIES } from './fault-rates.ts';
import type { FaultyServices } from './faulty-services.ts';
import type { FunctionPool } from './function-pool.ts';
import { Random } from './random.ts';
import { MIN_OCCURRENCE_GAP_MS } from './simulated-events.ts';

/** Where Frame.io sends a kind of requests. */
export interface RequestTarget {
  readonly endpoint: FunctionPool;
  readonly path: string;
  readonly signingSecret: string;
}

/** Options of a Frame.io sender. */
export interface FrameioSenderOptions {
  readonly seed: string;
  readonly clock: SandboxClock;
  readonly services: FaultyServices;
  readonly webhooks: RequestTarget;
  readonly actions: RequestTarget;
  /** Maximum number of concurrent deliveries. */
  readonly concurrency: number;
  /** Called when an occurrence of an event is acknowledged for the first time. */
  readonly onAcknowledged: () => void;
}

/** One POST request. */
interface Delivery {
  readonly event: SimulatedEvent;
  /** Which occurrence of the event it is about, from 1. */
  readonly occurrence: number;
  /** The signed timestamp, in Unix seconds. */
  readonly timestamp: number;
  /** Its name in the event's timeline. */
  readonly name: string;
}

/** Maximum number of attempts, and how long Frame.io waits for a response (Frame.io guide, Webhooks). */
const MAX_ATTEMPTS = 5;
const RESPONSE_TIMEOUT_MS = 5_000;

/** Maximum additional time until an event occurs again, or a delivery is repeated. */
const MAX_GAP_MS = 400_000;

/** Approximate number of calls that the endpoint makes for a delivery. */
const CALLS_PER_DELIVERY = 9;

/** Delivers events as Frame.io does, with retries, duplicates, lost requests and lost responses. */
export class FrameioSender {
  readonly #options: FrameioSenderOptions;
  readonly #limit: LimitFunction;
  readonly #acknowledged = new Set<string>();
  #pending = 0;

  constructor(options: FrameioSenderOptions) {
    this.#options = options;
    this.#limit = pLimit(options.concurrency);
  }

  /** Whether a delivery is running or waits for the concurrency limit. */
  get isBusy(): boolean {
    return this.#pending > 0;
  }

  /** Number of event occurrences that were acknowledged with a 2xx, even if the response was lost. */
  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  /** Delivers all occurrences of an event, with pauses between them. */
  async deliver(event: SimulatedEvent, occurrences: number): Promise<void> {
    const random = new Random(`${this.#options.seed} times ${event.number}`);
    for (let occurrence = 1; occurrence <= occurrences; occurrence += 1) {
      if (occurrence > 1) await this.#options.clock.wait(MIN_OCCURRENCE_GAP_MS[event.type] + random.below(MAX_GAP_MS));
      await this.#deliverOccurrence(event, occurrence);
    }
  }

  async #deliverOccurrence(event: SimulatedEvent, occurrence: number): Promise<void> {
    const { clock, seed, services } = this.#options;
    const random = new Random(`${seed} delivery ${event.number} ${occurrence}`);
    const firstTimestamp = this.#timestamp();
    let timestamp = firstTimestamp;
    const renewSignature = () => {
      if (random.chance(PROBABILITIES.newSignature)) timestamp = this.#timestamp();
      const isSame = timestamp === firstTimestamp;
      services.faultCounts.add(isSame ? 'redelivered-same-timestamp' : 'redelivered-new-timestamp');
    };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 1) {
        await clock.wait(retryDelayMs(attempt, random.next()));
        renewSignature();
      }
      const copies = this.#drawCopies(event, random);
      const results = await Promise.all(
        Array.from({ length: copies }, (_, copy) =>
          this.#send({ event, occurrence, timestamp, name: `${occurrence}.${attempt}.${copy + 1}` }),
        ),
      );
      if (!results.includes(true)) continue;
      if (!random.chance(PROBABILITIES.laterDuplicate)) return;
      await clock.wait(random.below(MAX_GAP_MS));
      renewSignature();
      await this.#send({ event, occurrence, timestamp, name: `${occurrence} again` });
      return;
    }
  }

  /** Draws the number of requests at the same time. A slow answer to a click makes Frame.io repeat it up to five times. */
  #drawCopies({ type }: SimulatedEvent, random: Random): number {
    const isDuplicate = random.chance(PROBABILITIES.concurrentDuplicate);
    if (type !== 'note') return isDuplicate ? 2 : 1;
    if (random.chance(PROBABILITIES.doubleClick)) return 2;
    return random.chance(PROBABILITIES.slowAnswer) ? MAX_ATTEMPTS : 1;
  }

  /** Sends a delivery. Returns whether Frame.io received a 2xx. */
  async #send(delivery: Delivery): Promise<boolean> {
    this.#pending += 1;
    try {
      return await this.#limit(() => this.#post(delivery));
    } finally {
      this.#pending -= 1;
    }
  }

  async #post(delivery: Delivery): Promise<boolean> {
    const { event, occurrence, timestamp, name } = delivery;
    const { seed, services } = this.#options;
    const { events, faultCounts } = services;
    const random = new Random(`${seed} attempt ${event.number} ${name}`);
    const deliveryKey = events.recordDelivery(event, timestamp, occurrence);
    events.log(event, `delivery ${name}, signed at ${timestamp}, key ${deliveryKey.slice(0, 8)}`);
    if (random.chance(PROBABILITIES.requestLost)) {
      faultCounts.add('request-lost');
      events.log(event, `delivery ${name}: request lost`);
      return false;
    }
    const startedAt = performance.now();
    const { status, body } = await this.#invokeEndpoint(delivery, random);
    const isLate = performance.now() - startedAt > RESPONSE_TIMEOUT_MS;
    const isLost = random.chance(PROBABILITIES.responseLost);
    if (isLost) faultCounts.add('response-lost');
    const isReceived = !isLate && !isLost;
    events.log(event, `delivery ${name}: status ${status} ${body}${isReceived ? '' : ', response lost'}`);
    if (status < 200 || status >= 300) return false;
    if (event.type === 'note') event.dialogs.add(body);
    this.#acknowledge(delivery, deliveryKey, event.type !== 'note' || isSuccess(body));
    return isReceived;
  }

  /** Records a 2xx. If it is a promise, that holds even if the response is lost. */
  #acknowledge({ event, occurrence }: Delivery, deliveryKey: string, isPromise: boolean): void {
    const delivered = event.deliveries.get(deliveryKey);
    if (delivered && isPromise) delivered.isPromised = true;
    const before = this.#acknowledged.size;
    this.#acknowledged.add(`${event.number} ${occurrence}`);
    if (this.#acknowledged.size > before) this.#options.onAcknowledged();
  }

  /** Invokes the endpoint as API Gateway does. A failed invocation becomes a 500. */
  async #invokeEndpoint(
    { event, timestamp, name }: Delivery,
    random: Random,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const { seed, services, webhooks, actions } = this.#options;
    const { endpoint, path, signingSecret } = event.type === 'note' ? actions : webhooks;
    const { faultCounts, events } = services;
    const payload = {
      version: '2.0',
      routeKey: `POST ${path}`,
      rawPath: path,
      headers: signedHeaders(event.body, signingSecret, timestamp),
      requestContext: {
        http: { method: 'POST', path },
        requestId: `event ${event.number}, delivery ${name}`,
        stage: '$default',
      },
      body: event.body,
      isBase64Encoded: false,
    };
    const isCrashLoop = new Random(`${seed} crash loop ${event.number}`).chance(PROBABILITIES.endpointCrashLoop);
    const probability = isCrashLoop ? 1 : PROBABILITIES.endpointCrash;
    try {
      const response = await endpoint.invoke(payload, {
        crash: drawCrash(random, { probability, calls: CALLS_PER_DELIVERY }),
        isDiscarded: random.chance(PROBABILITIES.environmentDiscarded),
        onCrash: (description) => {
          faultCounts.add('endpoint-crashed');
          events.log(event, `endpoint crashed ${description}`);
        },
      });
      const { statusCode, body } = Object(response);
      return { status: Number(statusCode), body: String(body) };
    } catch (error) {
      events.log(event, String(error));
      return { status: 500, body: '' };
    }
  }

  /** Returns the current time in Unix seconds. */
  #timestamp(): number {
    return Math.floor(this.#options.clock.now() / 1_000);
  }
}

/** Returns whether the dialog says that the click has or will have its effect. */
function isSuccess(body: string): boolean {
  return JSON.parse(body).title === NOTE_DIALOG;
}
