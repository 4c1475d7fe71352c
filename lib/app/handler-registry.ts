import { ConfigError, PermanentError } from '../core/errors.ts';
import type { WebhookHandler } from '../dispatch/handler-context.ts';
import type { RegisteredHandler } from '../dispatch/handler-run.ts';
import { type AnyWebhookEvent, isWebhookEventName, RESOURCE_OF_EVENT } from '../events/event-map.ts';

interface Registration<Client> extends RegisteredHandler<Client> {
  readonly events: ReadonlySet<string>;
}

/** Every handler of an app, by name. Closed by the first look-up: what is heard does not change while it is heard. */
export class HandlerRegistry<Client> {
  readonly #registrations = new Map<string, Registration<Client>>();
  readonly #handlersOf = new Map<string, readonly RegisteredHandler<Client>[]>();
  readonly #areNamesKept: boolean;
  #isOpen = true;

  /** @param areNamesKept - Whether something remembers handlers by their names, so that none may pass to another. */
  constructor({ areNamesKept }: { readonly areNamesKept: boolean }) {
    this.#areNamesKept = areNamesKept;
  }

  /** @throws ConfigError when something about the registration is wrong. */
  add(events: readonly string[], handle: WebhookHandler<AnyWebhookEvent, Client>, givenName?: string): void {
    this.assertOpen();
    if (events.length === 0) throw new ConfigError('onWebhook() was given no event: name at least one.');
    for (const event of events) this.#assertNew(event, handle);
    const name = givenName ?? this.#nameFor(events);
    if (this.#registrations.has(name)) {
      throw new ConfigError(`There is already a handler named "${name}": give this one another name.`);
    }
    this.#registrations.set(name, { name, handle, events: new Set(events) });
  }

  /** The handlers that listen to an event, those of `'*'` among them, in the order they were registered. */
  of(eventType: string): readonly RegisteredHandler<Client>[] {
    this.#isOpen = false;
    const known = this.#handlersOf.get(eventType);
    if (known) return known;
    const handlers = [...this.#registrations.values()].filter(({ events }) => events.has(eventType) || events.has('*'));
    if (isWebhookEventName(eventType)) this.#handlersOf.set(eventType, handlers); // others could be without end
    return handlers;
  }

  /** The handler of that name, or one in its place that fails for good: what was left to it must not vanish with it. */
  named(name: string, eventType: string): RegisteredHandler<Client> {
    const handler = this.of(eventType).find((known) => known.name === name);
    return handler ?? { name, handle: () => Promise.reject(new PermanentError(`There is no handler "${name}" now.`)) };
  }

  /** @throws ConfigError once an event has been dispatched. */
  assertOpen(): void {
    if (this.#isOpen) return;
    throw new ConfigError('The app has begun to work: register handlers and middleware before the first delivery.');
  }

  #assertNew(event: string, handle: WebhookHandler<AnyWebhookEvent, Client>): void {
    if (event !== '*' && !isWebhookEventName(event)) {
      throw new ConfigError(
        `Frame.io has no event "${event}". It has: ${Object.keys(RESOURCE_OF_EVENT).join(', ')}; '*' hears them all.`,
      );
    }
    for (const registration of this.#registrations.values()) {
      const { name, events } = registration;
      const overlaps = event === '*' || events.has('*') || events.has(event);
      if (registration.handle === handle && overlaps) {
        throw new ConfigError(`"${name}" already hears ${event}, with this very function: it would run twice.`);
      }
    }
  }

  #nameFor(events: readonly string[]): string {
    const base = events.join(',');
    if (this.#areNamesKept && this.#registrations.has(base)) {
      throw new ConfigError(
        `A second handler of ${base} needs a name of its own, as the ledger remembers by it what is done: onWebhook(..., { name: '...' }).`,
      );
    }
    let name = base;
    for (let number = 2; this.#registrations.has(name); number += 1) name = `${base}#${number}`;
    return name;
  }
}
