import { deliveryKey } from '../../lib/idempotency/delivery-key.ts';
import { callerOf } from '../frameio/api/caller.ts';
import { RecordFile } from '../persistence/record-file.ts';
import type { Delivery, DeliveryCall, DeliverySummary } from '../sandbox-api.ts';
import type { SandboxEvent } from '../sandbox-event.ts';
import { toDeliveryCall } from './delivery-call.ts';
import { addAttempt, addReply, addReport, endAttempt, startAction, startWebhook, toIso } from './delivery-changes.ts';
import { MAX_DELIVERIES, MAX_LINE_LENGTH } from './history-limits.ts';
import { type FunctionLine, LogClaims } from './log-claims.ts';

/** Options of a history. */
export interface DeliveryHistoryOptions {
  /** Clock in milliseconds since 1970. */
  readonly now: () => number;
  /** Returns the name of a resource of Frame.io. */
  readonly nameOf: (resource: { readonly id: string; readonly type: string }) => string | undefined;
  /**
   * File that stores the deliveries.
   * @default none: they are in memory only
   */
  readonly path?: string;
  /**
   * Maximum number of deliveries to keep.
   * @default 1000
   */
  readonly maxDeliveries?: number;
}

/** What an event changed. */
export interface HistoryChange {
  /** The delivery that the event changed. */
  readonly delivery?: DeliverySummary;
  /** The delivery that a log line or a call belongs to. */
  readonly addedTo?: string;
}

type Entry =
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  /** A delivery's later entries have no log lines and calls: these are entries of their own. */
  | { readonly kind: 'change'; readonly delivery: Omit<Delivery, 'log' | 'logFunctions' | 'calls' | 'body'> }
  | ({ readonly kind: 'log'; readonly id: string } & FunctionLine)
  | { readonly kind: 'call'; readonly id: string; readonly call: DeliveryCall };

/** Number of lines in the file for each delivery to keep. */
const LINES_PER_DELIVERY = 30;

/** Name of a function that an earlier version did not record. */
const UNKNOWN = '';

const MAX_LOG_LINES = 200;
const MAX_CALLS = 200;

/** The deliveries of the sandbox, also those of earlier runs, with what happened to them. The newest ones are kept. */
export class DeliveryHistory {
  readonly #options: DeliveryHistoryOptions;
  readonly #maxDeliveries: number;
  /** By id, the oldest first. */
  readonly #deliveries = new Map<string, Delivery>();
  readonly #file: RecordFile<Entry> | undefined;
  readonly #claims = new LogClaims();

  constructor(options: DeliveryHistoryOptions) {
    this.#options = options;
    const { path, maxDeliveries = MAX_DELIVERIES } = options;
    this.#maxDeliveries = maxDeliveries;
    if (path === undefined) return;
    for (const entry of RecordFile.read<Entry>(path)) this.#restore(entry);
    for (const delivery of this.#deliveries.values()) {
      this.#claimKeys(delivery);
      if (delivery.status === 'in_progress') this.#set({ ...delivery, status: 'interrupted', nextAttemptAt: null });
    }
    this.#file = new RecordFile(path, maxDeliveries * LINES_PER_DELIVERY, this.#entries());
  }

  /** Returns the deliveries, the newest first. */
  list(): readonly Delivery[] {
    return [...this.#deliveries.values()].reverse();
  }

  /** Returns the deliveries whose ids start with this text. */
  find(idPrefix: string): readonly Delivery[] {
    const exact = this.#deliveries.get(idPrefix);
    return exact ? [exact] : this.list().filter(({ id }) => id.startsWith(idPrefix));
  }

  /** Records what an event says about a delivery. */
  handle(event: SandboxEvent): HistoryChange {
    if (event.kind === 'function_logged') return this.#handleLine(event);
    if (event.kind === 'api_called') return this.#handleCall(event);
    const changed = this.#change(event, toIso(this.#options.now()));
    return changed ? { delivery: summarize(this.#store(changed)) } : {};
  }

  close(): void {
    this.#file?.close();
  }

  /** Returns the changed delivery of an event; `undefined` for an event about none. */
  #change(event: SandboxEvent, time: string): Delivery | undefined {
    switch (event.kind) {
      case 'delivery_started':
        return startWebhook(event.delivery, time);
      case 'action_sent':
        return startAction(event.sent, time);
      case 'delivery_sent':
        return this.#with(event.deliveryId, (delivery) => addAttempt(delivery, event, time));
      case 'delivery_attempted':
        return this.#with(event.deliveryId, (delivery) => endAttempt(delivery, event.attempt));
      case 'delivery_delayed':
        return this.#with(event.deliveryId, (delivery) => ({ ...delivery, nextAttemptAt: toIso(event.until) }));
      case 'delivery_reported':
      case 'handler_reported':
        return this.#with(event.report.deliveryId, (delivery) => addReport(delivery, event.report));
      case 'action_replied':
        return this.#with(event.replied.deliveryId, (delivery) => addReply(delivery, event.replied, time));
      default:
        return undefined;
    }
  }

  #with(id: string, change: (delivery: Delivery) => Delivery): Delivery | undefined {
    const delivery = this.#deliveries.get(id);
    return delivery && change(delivery);
  }

  #store(changed: Delivery): Delivery {
    const isNew = !this.#deliveries.has(changed.id);
    const { resource } = changed;
    const name = resource && (this.#options.nameOf(resource) ?? resource.name);
    const delivery = {
      ...changed,
      resource: resource && { ...resource, name },
      updatedAt: toIso(this.#options.now()),
    };
    this.#set(delivery);
    if (isNew) this.#append({ kind: 'delivery', delivery });
    else {
      const { log, logFunctions, calls, body, ...rest } = delivery;
      this.#append({ kind: 'change', delivery: rest });
    }
    this.#claimKeys(delivery);
    const ids = delivery.attempts.flatMap(({ requestId }) => requestId ?? []);
    for (const printed of this.#claims.claim(delivery.id, ids)) this.#addLine(delivery.id, printed);
    return this.#deliveries.get(delivery.id) ?? delivery;
  }

  /** A handler knows the key of its delivery before the response has the id of the request. */
  #claimKeys({ id, body, attempts }: Delivery): void {
    const keys = attempts.map(({ timestamp }) => deliveryKey({ body, timestamp }));
    this.#claims.claim(id, keys);
  }

  #handleLine({
    line: text,
    functionName,
    handler,
  }: Extract<SandboxEvent, { kind: 'function_logged' }>): HistoryChange {
    const line = text.slice(0, MAX_LINE_LENGTH);
    if (isMetrics(line)) return {};
    const addedTo = this.#claims.ownerOf({ line, functionName }, handler?.deliveryKey) ?? this.#onlyRunning();
    if (addedTo === undefined || addedTo === 'later') return {};
    this.#addLine(addedTo, { line, functionName });
    return { addedTo };
  }

  #handleCall(event: Extract<SandboxEvent, { kind: 'api_called' }>): HistoryChange {
    const caller = callerOf(event.details.headers);
    if (!caller) return {};
    const id = this.#claims.ownerOfKey(caller.handler?.deliveryKey) ?? this.#onlyRunning();
    const delivery = id === undefined ? undefined : this.#deliveries.get(id);
    if (!delivery) return {};
    if (delivery.calls.length < MAX_CALLS) {
      const call = toDeliveryCall(event, caller, this.#options.now());
      this.#addCall(delivery, call);
      this.#append({ kind: 'call', id: delivery.id, call });
    }
    return { addedTo: delivery.id };
  }

  #addCall(delivery: Delivery, call: DeliveryCall): void {
    this.#deliveries.set(delivery.id, { ...delivery, calls: [...delivery.calls, call] });
  }

  /** Returns the id of the delivery that is in progress, if there is only one. */
  #onlyRunning(): string | undefined {
    const running = [...this.#deliveries.values()].filter(({ status }) => status === 'in_progress');
    return running.length === 1 ? running[0]?.id : undefined;
  }

  #addLine(id: string, { line, functionName }: FunctionLine): void {
    const delivery = this.#deliveries.get(id);
    if (!delivery || delivery.log.length >= MAX_LOG_LINES) return;
    this.#deliveries.set(id, withLine(delivery, { line, functionName }));
    this.#append({ kind: 'log', id, line, functionName });
  }

  #set(delivery: Delivery): void {
    this.#deliveries.set(delivery.id, delivery);
    const [oldest] = this.#deliveries.keys();
    if (oldest !== undefined && this.#deliveries.size > this.#maxDeliveries) this.#deliveries.delete(oldest);
  }

  #restore(entry: Entry): void {
    if (entry.kind === 'log') {
      const delivery = this.#deliveries.get(entry.id);
      if (delivery) this.#set(withLine(delivery, entry));
      return;
    }
    if (entry.kind === 'call') {
      const delivery = this.#deliveries.get(entry.id);
      if (delivery) this.#addCall(delivery, entry.call);
      return;
    }
    const known = this.#deliveries.get(entry.delivery.id);
    if (entry.kind === 'delivery') this.#set(completed(entry.delivery));
    else if (known) this.#set({ ...known, ...entry.delivery });
    const ids = entry.delivery.attempts.flatMap(({ requestId }) => requestId ?? []);
    this.#claims.claim(entry.delivery.id, ids);
  }

  #append(entry: Entry): void {
    this.#file?.append(entry, () => this.#entries());
  }

  #entries(): readonly Entry[] {
    return [...this.#deliveries.values()].map((delivery) => ({ kind: 'delivery', delivery }));
  }
}

function withLine(delivery: Delivery, { line, functionName }: FunctionLine): Delivery {
  const { log, logFunctions } = delivery;
  return { ...delivery, log: [...log, line], logFunctions: [...logFunctions, functionName ?? UNKNOWN] };
}

/** Earlier versions recorded neither calls nor the names of functions, and had no chosen URLs. */
function completed(delivery: Delivery): Delivery {
  const { calls = [], log, logFunctions = log.map(() => UNKNOWN), isChosenUrl = false } = delivery;
  return { ...delivery, calls, logFunctions, isChosenUrl };
}

/** Whether a line has metrics in CloudWatch's embedded format. */
function isMetrics(line: string): boolean {
  return line.startsWith('{"_aws"');
}

/** Leaves out the body, the log lines and the calls of a delivery. */
export function summarize({ body, log, logFunctions, calls, ...summary }: Delivery): DeliverySummary {
  return summary;
}
