import { randomBytes } from 'node:crypto';
import type { SandboxApiEvent, StreamedEvent } from '../sandbox-api.ts';
import { toIso } from './delivery-changes.ts';
import { MAX_LINE_LENGTH } from './history-limits.ts';

/** Maximum number of events that a client can miss and still receive later. */
const MAX_EVENTS = 2_000;

/** The events of this run of the sandbox, in order. */
export class EventStream {
  readonly #now: () => number;
  /** An id of an earlier run must not look like one of this run. */
  readonly #run = randomBytes(4).toString('hex');
  readonly #listeners = new Set<(event: StreamedEvent) => void>();
  readonly #events: StreamedEvent[] = [];
  #number = 0;

  /** @param now - Clock in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Id of the newest event. */
  get lastId(): string {
    return `${this.#run}-${this.#number}`;
  }

  publish(event: SandboxApiEvent): void {
    this.#number += 1;
    const streamed = { id: this.lastId, time: toIso(this.#now()), ...withShortLine(event) };
    this.#events.push(streamed);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
    for (const listener of this.#listeners) listener(streamed);
  }

  /** Returns the events after the one with this id; `undefined` if some of them are no longer known. */
  after(id: string): readonly StreamedEvent[] | undefined {
    const [, run, text] = /^([^-]+)-(\d+)$/.exec(id) ?? [];
    const missed = this.#number - Number(text);
    if (run !== this.#run || !(missed >= 0 && missed <= this.#events.length)) return undefined;
    return missed === 0 ? [] : this.#events.slice(-missed);
  }

  /** Calls `listener` for each later event. Returns a function that ends this. */
  subscribe(listener: (event: StreamedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function withShortLine(event: SandboxApiEvent): SandboxApiEvent {
  return event.kind === 'function_logged' ? { ...event, line: event.line.slice(0, MAX_LINE_LENGTH) } : event;
}
