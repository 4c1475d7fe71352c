import { batch, signal } from '@preact/signals';
import type {
  ClockState,
  CodeState,
  DeliveryList,
  DeliverySummary,
  FaultState,
  SandboxApp,
  StreamedEvent,
} from '../../sandbox-api.ts';
import { callApi } from './api.ts';

// What the sandbox reports. The page keeps nothing else.

/** The deliveries by id, the oldest first. */
export const deliveries = signal<ReadonlyMap<string, DeliverySummary>>(new Map());
/** The clock, and when the page received it, in milliseconds since 1970. */
export const clock = signal<{ readonly state: ClockState; readonly receivedAt: number } | undefined>(undefined);
export const faults = signal<readonly FaultState[]>([]);
/** The last change of the user's code. */
export const codeChange = signal<CodeState | undefined>(undefined);
/** Why the sandbox could not read the changed app. */
export const appError = signal<string | undefined>(undefined);
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');
/** Number of times that the page has connected. After each one, events may be missing. */
export const connections = signal(0);
/** The last events, for pages that read more than the stream says. */
export const lastEvents = signal<readonly StreamedEvent[]>([]);

const MAX_DELIVERIES = 1_000;

const KINDS = [
  'delivery_changed',
  'frameio_changed',
  'comment_posted',
  'api_called',
  'batch_processed',
  'function_logged',
  'function_failed',
  'handler_blocked',
  'message_reported',
  'clock_changed',
  'faults_changed',
  'code_reloaded',
  'build_failed',
  'app_changed',
  'app_refused',
  'queue_changed',
] as const;

/** Events that came since the last frame. */
let pending: StreamedEvent[] = [];

/** Reads the lists, and then follows every change. */
export async function connect(): Promise<void> {
  try {
    const [list, state, { faults: active }, { code }] = await Promise.all([
      callApi<DeliveryList>('GET', `/sandbox/deliveries?limit=${MAX_DELIVERIES}`),
      callApi<ClockState>('GET', '/sandbox/clock'),
      callApi<{ readonly faults: readonly FaultState[] }>('GET', '/sandbox/faults'),
      callApi<SandboxApp>('GET', '/sandbox/app'),
    ]);
    batch(() => {
      deliveries.value = new Map(list.deliveries.toReversed().map((delivery) => [delivery.id, delivery]));
      clock.value = { state, receivedAt: Date.now() };
      faults.value = active;
      codeChange.value = code ?? undefined;
      connections.value += 1;
    });
    follow(list.lastEventId);
  } catch {
    connection.value = 'lost';
    setTimeout(connect, 1_000);
  }
}

function follow(lastEventId: string): void {
  const source = new EventSource(`/sandbox/events?last_event_id=${encodeURIComponent(lastEventId)}`);
  source.onopen = () => {
    connection.value = 'live';
  };
  source.onerror = () => {
    connection.value = 'lost';
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1_000);
  };
  source.addEventListener('reset', () => {
    source.close();
    void connect();
  });
  for (const kind of KINDS) source.addEventListener(kind, ({ data }) => receive(JSON.parse(data)));
}

/** Shows all events of a frame together. */
function receive(event: StreamedEvent): void {
  pending.push(event);
  if (pending.length === 1) setTimeout(showPending, 16);
}

function showPending(): void {
  const events = pending;
  pending = [];
  batch(() => {
    const changed = events.filter((event) => event.kind === 'delivery_changed').map(({ delivery }) => delivery);
    if (changed.length > 0) deliveries.value = withChanged(deliveries.value, changed);
    for (const event of events) {
      if (event.kind === 'clock_changed') clock.value = { state: event.clock, receivedAt: Date.now() };
      if (event.kind === 'faults_changed') faults.value = event.faults;
      if (event.kind === 'code_reloaded' || event.kind === 'build_failed') {
        codeChange.value = event;
        appError.value = undefined;
      }
      if (event.kind === 'app_refused') appError.value = event.message;
    }
    lastEvents.value = events;
  });
}

function withChanged(
  known: ReadonlyMap<string, DeliverySummary>,
  changed: readonly DeliverySummary[],
): ReadonlyMap<string, DeliverySummary> {
  const all = new Map(known);
  for (const delivery of changed) all.set(delivery.id, delivery);
  for (const id of all.keys()) {
    if (all.size <= MAX_DELIVERIES) break;
    all.delete(id);
  }
  return all;
}
