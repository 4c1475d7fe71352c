import type { Clock } from '../../core/clock.ts';
import { type ApiPromise, apiPromise } from '../transport/api-promise.ts';
import type { ApiRequest, ApiSender, RequestOptions } from '../transport/api-request.ts';
import { type PagePromise, pagePromise } from '../transport/page.ts';

/** A group of operations, as Frame.io's API reference groups them. */
export abstract class Resource {
  readonly #sender: ApiSender;

  constructor(sender: ApiSender) {
    this.#sender = sender;
  }

  /** Base URL of the API without `/v4`. */
  protected get baseUrl(): URL | undefined {
    return this.#sender.baseUrl;
  }

  /** Clock for waits between calls. */
  protected get clock(): Clock {
    return this.#sender.clock;
  }

  /** Returns the options with a signal that also aborts when the client's does, for requests that are no calls. */
  protected withClientSignal(options: RequestOptions): RequestOptions {
    const signals = [options.abortSignal, this.#sender.signal].filter((signal) => signal !== undefined);
    return signals.length === 0 ? options : { ...options, abortSignal: AbortSignal.any(signals) };
  }

  /** Sends a call with a single response. */
  protected call<Body>(request: ApiRequest): ApiPromise<Body> {
    return apiPromise(this.#sender.send<Body>(request));
  }

  /** Sends a call that returns a list in pages. */
  protected pages<Item>(request: ApiRequest): PagePromise<Item> {
    return pagePromise(this.#sender, request);
  }
}
