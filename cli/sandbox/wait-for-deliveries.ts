import type { Delivery, DeliverySummary } from '../../sandbox/sandbox-api.ts';
import type { SandboxClient } from './sandbox-client.ts';

/** What to wait for, and from which event on. */
export interface WaitOptions {
  readonly ids: readonly string[];
  /** Id of an event before which nothing happened to the deliveries. */
  readonly lastEventId: string;
  readonly isReached: (delivery: DeliverySummary) => boolean;
  /** Called for each change. */
  readonly onChange?: (delivery: DeliverySummary) => void;
  readonly signal?: AbortSignal;
}

/** Whether nothing more happens to a delivery by itself. */
export function isDone({ status }: DeliverySummary): boolean {
  return status !== 'in_progress' && status !== 'waiting';
}

/** Whether the endpoint has responded to the first attempt, and the handlers have run once. */
export function isAnswered({ status, nextAttemptAt }: DeliverySummary): boolean {
  return status !== 'in_progress' || nextAttemptAt !== null;
}

/** Resolves with the deliveries when all of them have reached a state. Rejects with the signal's reason. */
export async function waitForDeliveries(
  client: SandboxClient,
  options: WaitOptions,
): Promise<readonly DeliverySummary[]> {
  const { ids, lastEventId, isReached, onChange, signal } = options;
  const reached = new Map<string, DeliverySummary>();
  const see = (delivery: DeliverySummary): boolean => {
    if (!ids.includes(delivery.id)) return false;
    onChange?.(delivery);
    if (isReached(delivery)) reached.set(delivery.id, delivery);
    else reached.delete(delivery.id);
    return reached.size === ids.length;
  };
  for await (const event of client.events(lastEventId, signal)) {
    if (event === 'reset') {
      for (const id of ids) see(await client.get<Delivery>(`/sandbox/deliveries/${id}`));
      if (reached.size === ids.length) break;
    } else if (event.kind === 'delivery_changed' && see(event.delivery)) break;
  }
  signal?.throwIfAborted();
  return ids.flatMap((id) => reached.get(id) ?? []);
}
