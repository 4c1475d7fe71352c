import type { Clock } from '../../core/clock.ts';
import { getDeadline, setDeadline } from '../../core/deadline.ts';
import type { ApiResponse } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';

/** Sends calls until a signal aborts. Then it aborts the calls in progress and sends no others. */
export class AbortableSender implements ApiSender {
  readonly clock: Clock;
  readonly #sender: ApiSender;
  readonly #signal: AbortSignal;

  constructor(sender: ApiSender, signal: AbortSignal) {
    this.clock = sender.clock;
    this.#sender = sender;
    this.#signal = signal;
  }

  send<Body>(request: ApiRequest): Promise<ApiResponse<Body>> {
    const abortSignal = this.#combineWith(request.options?.abortSignal);
    return this.#sender.send({ ...request, options: { ...request.options, abortSignal } });
  }

  /** Returns a signal that aborts when the first of the two does, with the earlier deadline of both. */
  #combineWith(callSignal: AbortSignal | undefined): AbortSignal {
    const signal = this.#signal;
    if (callSignal === undefined || callSignal === signal) return signal;
    const combined = AbortSignal.any([callSignal, signal]);
    const deadlines = [getDeadline(callSignal), getDeadline(signal)].filter((deadline) => deadline !== undefined);
    if (deadlines.length > 0) setDeadline(combined, Math.min(...deadlines));
    return combined;
  }
}
