import { ConfigError, PermanentError } from '../core/errors.ts';
import type { ManifestHandler } from '../core/manifest.ts';
import { type AnyWebhookEvent, isWebhookEventName, RESOURCE_OF_EVENT } from '../events/event-map.ts';
import type { SameEventRule } from '../idempotency/same-event.ts';

/** A handler of events. */
export interface WebhookRegistration<Context> {
  readonly name: string;
  readonly handle: (context: Context) => void | Promise<void>;
  /**
   * Decides which deliveries are the same event.
   * @default the rule of the event
   */
  readonly sameEvent?: SameEventRule | undefined;
  /**
   * Returns whether the handler receives an event.
   * @default it receives every event
   */
  readonly accepts?: ((event: AnyWebhookEvent) => boolean) | undefined;
}

interface RegistrationForEvents<Context> extends WebhookRegistration<Context> {
  readonly events: ReadonlySet<string>;
}

/** Settings of a registration: see `HandlerOptions`. */
export interface RegistrationOptions {
  readonly name?: string | undefined;
  readonly sameEvent?: SameEventRule | undefined;
  readonly projects?: readonly string[] | undefined;
  readonly where?: ((event: AnyWebhookEvent) => boolean) | undefined;
}

/** The handlers of an app, by name. After the first lookup, accepts no registration, so that the handlers stay the same. */
export class HandlerRegistry<Context> {
  readonly #registrations = new Map<string, RegistrationForEvents<Context>>();
  readonly #handlersOf = new Map<string, readonly WebhookRegistration<Context>[]>();
  #isOpen = true;

  /** @throws ConfigError when the registration is invalid. */
  add(
    events: readonly string[],
    handle: WebhookRegistration<Context>['handle'],
    { name: givenName, sameEvent, projects, where }: RegistrationOptions = {},
  ): void {
    this.assertOpen();
    if (events.length === 0)
      throw new ConfigError('onWebhook() needs an event name, but got an empty list. Pass at least one event.');
    for (const event of events) this.#assertNew(event, handle);
    const name = givenName ?? events.join(',');
    if (this.#registrations.has(name)) {
      throw new ConfigError(
        `The handler name "${name}" is already registered. Stored records refer to the name, so it must be unique. Pass another name: onWebhook(..., { name: '...' }).`,
      );
    }
    assertRule(sameEvent);
    const accepts = filterOf(projects, where);
    this.#registrations.set(name, { name, handle, sameEvent, accepts, events: new Set(events) });
  }

  /** The names of the handlers and of their events, in the order of registration. */
  get manifest(): readonly ManifestHandler[] {
    return [...this.#registrations.values()].map(({ name, events }) => ({ name, events: [...events] }));
  }

  /** Returns the handlers of an event, including those of `'*'`, in the order of registration. */
  of(eventType: string): readonly WebhookRegistration<Context>[] {
    this.close();
    const cached = this.#handlersOf.get(eventType);
    if (cached) return cached;
    const handlers = [...this.#registrations.values()].filter(({ events }) => events.has(eventType) || events.has('*'));
    // Unknown names would grow the cache without limit.
    if (isWebhookEventName(eventType)) this.#handlersOf.set(eventType, handlers);
    return handlers;
  }

  /**
   * Returns the handler of that name. If no handler has the name, returns one that throws a PermanentError, so that the worker
   * dead-letters the delivery.
   */
  named(name: string, eventType: string): WebhookRegistration<Context> {
    const handler = this.of(eventType).find((registered) => registered.name === name);
    if (handler) return handler;
    const message = `The event ${eventType} has no handler named "${name}". Register one with this name, deploy, then redrive the delivery.`;
    return { name, handle: () => Promise.reject(new PermanentError(message)) };
  }

  /** Accepts no registrations from now on. */
  close(): void {
    this.#isOpen = false;
  }

  /** @throws ConfigError after the first lookup. */
  assertOpen(): void {
    if (this.#isOpen) return;
    throw new ConfigError(
      'The app has already received a delivery. Register handlers and middleware before the first delivery.',
    );
  }

  #assertNew(event: string, handle: WebhookRegistration<Context>['handle']): void {
    if (event !== '*' && !isWebhookEventName(event)) {
      throw new ConfigError(
        `Frame.io has no event "${event}". Use one of ${Object.keys(RESOURCE_OF_EVENT).join(', ')}, or '*' for all events.`,
      );
    }
    for (const registration of this.#registrations.values()) {
      const { name, events } = registration;
      const overlaps = event === '*' || events.has('*') || events.has(event);
      if (registration.handle === handle && overlaps) {
        throw new ConfigError(
          `The handler "${name}" already receives ${event} with the same function, so it would run twice. Remove one registration.`,
        );
      }
    }
  }
}

/** @throws ConfigError if the handler would receive no event. */
function filterOf(
  projects: RegistrationOptions['projects'],
  where: RegistrationOptions['where'],
): WebhookRegistration<never>['accepts'] {
  if (!projects) return where;
  if (projects.length === 0) {
    throw new ConfigError(
      'onWebhook() got no project in "projects", so the handler would never run. Pass ids, or remove it.',
    );
  }
  const ids = new Set(projects);
  return (event) => event.projectId !== undefined && ids.has(event.projectId) && (where?.(event) ?? true);
}

function assertRule(rule: unknown): void {
  if (rule === undefined || rule === 'body' || rule === 'body-and-timestamp' || typeof rule === 'function') return;
  throw new ConfigError(
    `Expected sameEvent to be 'body', 'body-and-timestamp' or a function, found ${JSON.stringify(rule)}.`,
  );
}
