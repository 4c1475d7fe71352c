import { setImmediate } from 'node:timers/promises';
import { assertRejects, type Handler, invoke, loadHandler, report } from './child.ts';
import { type HttpEvent, signedDelivery } from './events.ts';
import type { WarmCostReport, WarmCostTask } from './warm-cost.ts';

// Measures all candidates of the warm measurement in this process, in turns.

const DELIVERIES_PER_BATCH = 1_000;
/** Batches that do not count. After them, V8 has optimized every candidate. */
const WARM_UP_BATCHES = 12;

const { candidates, rounds }: WarmCostTask = JSON.parse(process.argv[2] ?? '');
const loaded = await Promise.all(
  candidates.map(async ({ name, bundle, eventType }) => ({ name, eventType, handler: await loadHandler(bundle) })),
);
for (const { handler, eventType } of loaded) {
  await assertRejects(handler, { ...signedDelivery(eventType), body: '{"type":"file.ready"}' });
}

const costs = new Map<string, number[]>(loaded.map(({ name }) => [name, []]));
for (let round = -WARM_UP_BATCHES; round < rounds; round += 1) {
  for (const { name, handler, eventType } of loaded) {
    const cost = await costOfBatch(handler, () => signedDelivery(eventType));
    if (round >= 0) costs.get(name)?.push(cost);
  }
}
report(Object.fromEntries(costs) satisfies WarmCostReport);
process.exit();

/** @returns Microseconds per delivery. */
async function costOfBatch(handler: Handler, sign: () => HttpEvent): Promise<number> {
  const events = Array.from({ length: DELIVERIES_PER_BATCH }, sign);
  // Frees what signing left behind. Only a minor collection, because a full one also drops optimized code.
  globalThis.gc?.({ type: 'minor' });
  const startedAt = performance.now();
  for (const event of events) await invoke(handler, event);
  await setImmediate(); // counts work that a candidate defers until after its response
  return ((performance.now() - startedAt) * 1_000) / DELIVERIES_PER_BATCH;
}
