import { loadHandler } from './contestant.ts';
import { type HttpEvent, signedDelivery } from './deliveries.ts';
import type { RefusalTask, RefusalTimes } from './refusal-timing.ts';
import { report } from './report-line.ts';
import { median } from './statistics.ts';

const DELIVERIES_PER_BATCH = 1_000;
const WARM_UP_BATCHES = 12;
const SIGNATURE = 'x-frameio-signature';

const { bundle, rounds }: RefusalTask = JSON.parse(process.argv[2] ?? '');
const handler = await loadHandler(bundle);
const times = { first: [] as number[], last: [] as number[] };
for (let round = -WARM_UP_BATCHES; round < rounds; round += 1) {
  // Which comes first changes each round, so that neither is always the one that finds things warm.
  for (const which of round % 2 === 0 ? (['first', 'last'] as const) : (['last', 'first'] as const)) {
    const time = await timeOfBatch(which === 'first' ? 'v0='.length : 'v0='.length + 63);
    if (round >= 0) times[which].push(time);
  }
}
report({ first: median(times.first), last: median(times.last) } satisfies RefusalTimes);
process.exit();

/** @returns µs a refusal. */
async function timeOfBatch(wrongDigit: number): Promise<number> {
  const events = Array.from({ length: DELIVERIES_PER_BATCH }, () => forged(wrongDigit));
  globalThis.gc?.({ type: 'minor' });
  const startedAt = performance.now();
  for (const event of events) {
    const { statusCode } = await handler(event);
    if (statusCode !== 401) throw new Error(`A forged delivery was answered ${statusCode}.`);
  }
  return ((performance.now() - startedAt) * 1_000) / DELIVERIES_PER_BATCH;
}

/** A genuine delivery with one digit of its signature changed. */
function forged(position: number): HttpEvent {
  const event = signedDelivery('frameio');
  const signature = event.headers[SIGNATURE] ?? '';
  const digit = signature[position] === '0' ? '1' : '0';
  const changed = `${signature.slice(0, position)}${digit}${signature.slice(position + 1)}`;
  return JSON.parse(JSON.stringify({ ...event, headers: { ...event.headers, [SIGNATURE]: changed } }));
}
