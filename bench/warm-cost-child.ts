import { setImmediate } from 'node:timers/promises';
import { assertRefused, deliver, type Handler, loadHandler } from './contestant.ts';
import { signedDelivery } from './deliveries.ts';
import { report } from './report-line.ts';
import type { WarmCostReport, WarmCostTask } from './warm-cost.ts';

const DELIVERIES_PER_BATCH = 1_000;
/** Enough for the compiler to have optimized everyone. */
const WARM_UP_BATCHES = 12;

const { contestants, rounds }: WarmCostTask = JSON.parse(process.argv[2] ?? '');
const entrants = await Promise.all(
  contestants.map(async (contestant) => ({ ...contestant, handler: await loadHandler(contestant.bundle) })),
);
for (const { handler, sender, eventType } of entrants) {
  await assertRefused(handler, { ...signedDelivery(sender, eventType), body: '{"type":"file.ready"}' });
}

const costs = new Map<string, number[]>(entrants.map(({ name }) => [name, []]));
for (let round = -WARM_UP_BATCHES; round < rounds; round += 1) {
  for (const { name, handler, sender, eventType } of entrants) {
    const cost = await costOfBatch(handler, () => signedDelivery(sender, eventType));
    if (round >= 0) costs.get(name)?.push(cost);
  }
}
report(Object.fromEntries(costs) satisfies WarmCostReport);
process.exit();

/** @returns µs a delivery. */
async function costOfBatch(handler: Handler, sign: () => ReturnType<typeof signedDelivery>): Promise<number> {
  const events = Array.from({ length: DELIVERIES_PER_BATCH }, sign);
  // What signing left behind is no one's cost. Only a minor collection: a full one also drops optimized code.
  globalThis.gc?.({ type: 'minor' });
  const startedAt = performance.now();
  for (const event of events) await deliver(handler, event);
  await setImmediate(); // work put off until after the answer counts too
  return ((performance.now() - startedAt) * 1_000) / DELIVERIES_PER_BATCH;
}
