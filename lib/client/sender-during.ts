import type { Clock } from '../core/clock.ts';
import { getDeadline, setDeadline } from '../core/deadline.ts';
import type { ApiResponse } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';

/** Sends until its signal aborts: what is under way then is aborted, and nothing more is sent. */
export class SenderDuring implements ApiSender {
  readonly #sender: ApiSender;
  readonly #signal: AbortSignal;

  constructor(sender: ApiSender, signal: AbortSignal) {
    this.#sender = sender;
    this.#signal = signal;
  }

  get clock(): Clock {
    return this.#sender.clock;
  }

  send<Body>(request: ApiRequest): Promise<ApiResponse<Body>> {
    const abortSignal = this.#both(request.options?.abortSignal);
    return this.#sender.send({ ...request, options: { ...request.options, abortSignal } });
  }

  #both(own: AbortSignal | undefined): AbortSignal {
    const signal = this.#signal;
    if (own === undefined || own === signal) return signal;
    const both = AbortSignal.any([own, signal]);
    const deadlines = [getDeadline(own), getDeadline(signal)].filter((deadline) => deadline !== undefined);
    if (deadlines.length > 0) setDeadline(both, Math.min(...deadlines));
    return both;
  }
}
