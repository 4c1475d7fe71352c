import type { Clock } from '../../core/clock.ts';
import { type ApiPromise, apiPromise } from '../api-promise.ts';
import type { ApiRequest, ApiSender } from '../api-request.ts';
import { type Listing, listing } from '../page.ts';

/** A group of operations, as Frame.io's reference groups them. */
export abstract class Resource {
  readonly #sender: ApiSender;

  constructor(sender: ApiSender) {
    this.#sender = sender;
  }

  /** The clock that waits between calls go by. */
  protected get clock(): Clock {
    return this.#sender.clock;
  }

  /** One answer. */
  protected call<Body>(request: ApiRequest): ApiPromise<Body> {
    return apiPromise(this.#sender.send<Body>(request));
  }

  /** A list in pages. Not `list`: some resources have an operation of that name. */
  protected listing<Item>(request: ApiRequest): Listing<Item> {
    return listing(this.#sender, request);
  }
}
