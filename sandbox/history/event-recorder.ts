import type { CodeState } from '../sandbox-api.ts';
import type { SandboxEvent } from '../sandbox-event.ts';
import { toIso } from './delivery-changes.ts';
import { DeliveryHistory, type DeliveryHistoryOptions } from './delivery-history.ts';
import { EventStream } from './event-stream.ts';
import { toApiEvent } from './to-api-event.ts';

/**
 * Receives every event of the sandbox once, and passes it on: to the history of the deliveries, to the event stream, and to the
 * terminal. So all of them show the same.
 */
export class EventRecorder {
  readonly history: DeliveryHistory;
  readonly stream: EventStream;
  readonly #now: () => number;
  readonly #onEvent: (event: SandboxEvent) => void;
  #codeState: CodeState | undefined;

  constructor({ onEvent, ...options }: DeliveryHistoryOptions & { readonly onEvent: (event: SandboxEvent) => void }) {
    this.history = new DeliveryHistory(options);
    this.stream = new EventStream(options.now);
    this.#now = options.now;
    this.#onEvent = onEvent;
  }

  /** The last change of the user's code. */
  get codeState(): CodeState | undefined {
    return this.#codeState;
  }

  record(event: SandboxEvent): void {
    if (event.kind === 'code_reloaded' || event.kind === 'build_failed') {
      this.#codeState = { ...event, time: toIso(this.#now()) };
    }
    const { delivery, addedTo } = this.history.handle(event);
    if (delivery) this.stream.publish({ kind: 'delivery_changed', delivery });
    const published = toApiEvent(event, addedTo);
    if (published) this.stream.publish(published);
    this.#onEvent(event);
  }

  close(): void {
    this.history.close();
  }
}
