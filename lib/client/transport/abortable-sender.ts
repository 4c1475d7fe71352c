import type { Clock } from '../../core/clock.ts';
import { getDeadline, setDeadline } from '../../core/deadline.ts';
import type { ApiResponse } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';

/** Sends calls until a signal aborts. Then it aborts the calls in progress and sends no others. */
export class AbortableSender implements ApiSender {
  readonly baseUrl: URL | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly #sender: ApiSender;

  constructor(sender: ApiSender, signal: AbortSignal) {
    this.baseUrl = sender.baseUrl;
    this.clock = sender.clock;
    this.signal = combineSignals(sender.signal, signal);
    this.#sender = sender;
  }

  send<Body>(request: ApiRequest): Promise<ApiResponse<Body>> {
    const abortSignal = combineSignals(request.options?.abortSignal, this.signal);
    return this.#sender.send({ ...request, options: { ...request.options, abortSignal } });
  }
}

/** Returns a signal that aborts when the first of the two does, with the earlier deadline of both. */
function combineSignals(callSignal: AbortSignal | undefined, signal: AbortSignal): AbortSignal {
  if (callSignal === undefined || callSignal === signal) return signal;
  const combined = AbortSignal.any([callSignal, signal]);
  const deadlines = [getDeadline(callSignal), getDeadline(signal)].filter((deadline) => deadline !== undefined);
  if (deadlines.length > 0) setDeadline(combined, Math.min(...deadlines));
  return combined;
}
