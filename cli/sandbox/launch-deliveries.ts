import type { DeliveryList, DeliverySummary } from '../../sandbox/sandbox-api.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { printJson } from '../print-json.ts';
import { ProgressLine } from '../progress-line.ts';
import { formatDeliveryBriefly } from './format-delivery.ts';
import type { SandboxClient } from './sandbox-client.ts';
import { contextOf } from './sandbox-context.ts';
import { isAnswered, isDone, waitForDeliveries } from './wait-for-deliveries.ts';

/** How a command shows the deliveries that it sends. */
export interface LaunchOptions {
  /** Whether to wait until the handlers are done. */
  readonly waits: boolean;
  readonly json: boolean;
  readonly statePath: string | undefined;
}

/**
 * Sends deliveries, waits for them, and prints what happened.
 *
 * @param send - Begins to send them.
 * @returns 0, or 1 if the endpoint did not answer as expected: a 2xx to a genuine request, a refusal to a forged one. After a
 *   wait, a genuine request is fine only if every handler is done.
 */
export async function launchDeliveries(
  client: SandboxClient,
  send: () => Promise<{ readonly deliveries: readonly DeliverySummary[] }>,
  { waits, json, statePath }: LaunchOptions,
): Promise<number> {
  const signal = interruptSignal();
  const progress = new ProgressLine();
  const { lastEventId } = await client.get<DeliveryList>('/sandbox/deliveries?limit=1');
  const { deliveries } = await send();
  const context = await contextOf(client, statePath);
  const ended = await waitForDeliveries(client, {
    ids: deliveries.map(({ id }) => id),
    lastEventId,
    isReached: waits ? isDone : isAnswered,
    onChange: (delivery) => progress.show(formatDeliveryBriefly(delivery, context).split('\n').at(-1) ?? ''),
    signal,
  }).finally(() => progress.clear());
  if (json) printJson(ended);
  else for (const delivery of ended) console.log(formatDeliveryBriefly(delivery, context));
  const isFine = (delivery: DeliverySummary) =>
    waits && delivery.forgery === null ? delivery.status === 'completed' : isAsExpected(delivery);
  return ended.every(isFine) ? 0 : 1;
}

function isAsExpected({ forgery, attempts, status }: DeliverySummary): boolean {
  const answer = attempts.at(-1)?.status ?? 0;
  if (forgery !== null) return status === 'refused' && answer >= 400 && answer < 500;
  return answer >= 200 && answer < 300;
}
