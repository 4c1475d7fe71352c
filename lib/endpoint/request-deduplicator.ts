import { ReplayCache } from '../signature/replay-cache.ts';
import type { DeliveryOutcome } from './http-response.ts';

/** Outcomes after which the same request is a duplicate. After any other outcome, it runs again. */
const FINAL: ReadonlySet<DeliveryOutcome> = new Set(['completed', 'queued']);

/** Processes each verified request once, also if it arrives twice at the same time. Each process has its own memory. */
export class RequestDeduplicator {
  readonly #replays = new ReplayCache();
  readonly #running = new Map<string, Promise<DeliveryOutcome>>();

  /**
   * Processes a request, unless the same request is final or still running. The second of two concurrent requests waits for
   * the first: it is a duplicate if that is final, and otherwise shares the outcome, so that Frame.io sends it again.
   *
   * @param signature - The verified signature, which covers timestamp and body.
   */
  async run(signature: string, process: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
    if (this.#replays.has(signature)) return 'duplicate';
    const running = this.#running.get(signature);
    if (running) {
      const outcome = await running;
      return FINAL.has(outcome) ? 'duplicate' : outcome;
    }
    const started = process();
    this.#running.set(signature, started);
    try {
      const outcome = await started;
      if (FINAL.has(outcome)) this.#replays.add(signature);
      return outcome;
    } finally {
      this.#running.delete(signature);
    }
  }
}
