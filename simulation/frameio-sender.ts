import pLimit, { type LimitFunction } from 'p-limit';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { signedHeaders } from '../sandbox/frameio/webhooks/signed-headers.ts';
import { retryDelayMs } from '../sandbox/frameio/webhooks/webhook-sender.ts';
import { deathIn } from './crash-plan.ts';
import type { EventStory } from './event-registry.ts';
import { CHANCES } from './fault-rates.ts';
import type { FaultyServices } from './faulty-services.ts';
import type { FunctionPool } from './function-pool.ts';
import { Random } from './random.ts';

/** What Frame.io delivers with. */
export interface FrameioSenderOptions {
  readonly seed: string;
  readonly clock: SandboxClock;
  readonly services: FaultyServices;
  readonly endpoint: FunctionPool;
  readonly signingSecret: string;
  /** Deliveries on their way at a time, at most. */
  readonly width: number;
}

/** One POST. */
interface Delivery {
  readonly story: EventStory;
  /** Which time it is that the event happens, from 1. */
  readonly time: number;
  /** Unix seconds, signed along. */
  readonly timestamp: number;
  /** In the event's story. */
  readonly name: string;
}

/** Frame.io gives up after so many attempts (guide, Webhooks), and waits so long for an answer. */
const MAX_ATTEMPTS = 5;
const ANSWER_TIMEOUT_MS = 5_000;

/** A thing happens again, or a delivery is made again, within so long. */
const LATER_MS = 400_000;

/** The calls that an endpoint makes for a delivery, about. */
const CALLS = 9;

/** Delivers events as Frame.io does, with all that may go wrong on the way. */
export class FrameioSender {
  readonly #options: FrameioSenderOptions;
  readonly #limit: LimitFunction;
  #underWay = 0;
  readonly #acknowledged = new Set<string>();

  constructor(options: FrameioSenderOptions) {
    this.#options = options;
    this.#limit = pLimit(options.width);
  }

  /** Whether a delivery is under way, or about to be. */
  get isBusy(): boolean {
    return this.#underWay > 0;
  }

  /** Events of which a delivery was answered 2xx, be it heard or not. */
  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  /** Delivers an event that happens so many times, some time apart. */
  async deliver(story: EventStory, times: number): Promise<void> {
    const random = new Random(`${this.#options.seed} times ${story.number}`);
    for (let time = 1; time <= times; time += 1) {
      if (time > 1) await this.#options.clock.wait(1_000 + random.below(LATER_MS)); // a timestamp is in whole seconds
      await this.#happen(story, time);
    }
  }

  async #happen(story: EventStory, time: number): Promise<void> {
    const { clock, seed, services } = this.#options;
    const random = new Random(`${seed} delivery ${story.number} ${time}`);
    const first = this.#timestamp();
    let timestamp = first;
    const signAnew = () => {
      if (random.chance(CHANCES.signedAnew)) timestamp = this.#timestamp();
      services.counts.add(timestamp === first ? 'redelivered-same-timestamp' : 'redelivered-new-timestamp');
    };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 1) {
        await clock.wait(retryDelayMs(attempt, random.next()));
        signAnew();
      }
      const copies = random.chance(CHANCES.twiceAtOnce) ? 2 : 1;
      const seen = await Promise.all(
        Array.from({ length: copies }, (_, copy) =>
          this.#attempt({ story, time, timestamp, name: `${time}.${attempt}.${copy + 1}` }),
        ),
      );
      if (!seen.includes(true)) continue;
      if (!random.chance(CHANCES.againLater)) return;
      await clock.wait(random.below(LATER_MS));
      signAnew();
      await this.#attempt({ story, time, timestamp, name: `${time} again` });
      return;
    }
  }

  /** @returns Whether Frame.io was told that the delivery has arrived. */
  async #attempt(delivery: Delivery): Promise<boolean> {
    this.#underWay += 1;
    try {
      return await this.#limit(() => this.#post(delivery));
    } finally {
      this.#underWay -= 1;
    }
  }

  async #post(delivery: Delivery): Promise<boolean> {
    const { story, time, timestamp, name } = delivery;
    const { seed, services } = this.#options;
    const { stories, counts } = services;
    const random = new Random(`${seed} attempt ${story.number} ${name}`);
    const deliveryKey = stories.deliver(story, timestamp);
    stories.tell(story, `delivery ${name}, signed at ${timestamp}, key ${deliveryKey.slice(0, 8)}`);
    if (random.chance(CHANCES.requestLost)) {
      counts.add('request-lost');
      stories.tell(story, `delivery ${name} does not arrive`);
      return false;
    }
    const startedAt = performance.now();
    const status = await this.#receive(delivery, random);
    const isLate = performance.now() - startedAt > ANSWER_TIMEOUT_MS;
    const isLost = random.chance(CHANCES.answerLost);
    if (isLost) counts.add('answer-lost');
    const isSeen = !isLate && !isLost;
    stories.tell(story, `delivery ${name} is answered ${status}${isSeen ? '' : ', which nobody hears'}`);
    if (status < 200 || status >= 300) return false;
    this.#acknowledged.add(`${story.number} ${time}`);
    story.deliveries.set(deliveryKey, true); // a promise, even when it is not heard
    return isSeen;
  }

  async #receive({ story, timestamp, name }: Delivery, random: Random): Promise<number> {
    const { endpoint, seed, services, signingSecret } = this.#options;
    const { counts, stories } = services;
    const event = {
      version: '2.0',
      routeKey: 'POST /frameio',
      rawPath: '/frameio',
      headers: signedHeaders(story.body, signingSecret, timestamp),
      requestContext: {
        http: { method: 'POST', path: '/frameio' },
        requestId: `event ${story.number}, delivery ${name}`,
        stage: '$default',
      },
      body: story.body,
      isBase64Encoded: false,
    };
    const isCursed = new Random(`${seed} curse ${story.number}`).chance(CHANCES.cursed);
    try {
      const answer = await endpoint.invoke(event, {
        death: deathIn(random, { chance: isCursed ? 1 : CHANCES.endpointKilled, calls: CALLS }),
        isRecycled: random.chance(CHANCES.recycled),
        onDeath: (how) => {
          counts.add('endpoint-killed');
          stories.tell(story, `the endpoint dies ${how}`);
        },
      });
      return Number(Object(answer).statusCode);
    } catch (error) {
      stories.tell(story, String(error));
      return 500;
    }
  }

  /** Unix seconds. */
  #timestamp(): number {
    return Math.floor(this.#options.clock.now() / 1_000);
  }
}
