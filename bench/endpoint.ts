import { bundle } from './bundle.ts';
import { measureBundleSizes } from './bundle-size.ts';
import { measureColdStarts } from './cold-start.ts';
import { makeContestants, NAME } from './contestants.ts';
import { measureRefusals } from './refusal-timing.ts';
import { formatTable, type Table } from './report.ts';
import { measureWarmCosts } from './warm-cost.ts';

/**
 * Measures the endpoint beside the others, and prints each table as soon as its figures are there.
 *
 * @param folder - Where bundles are put.
 */
export async function measureEndpoint(folder: string, rounds: number): Promise<void> {
  console.log('Bundling the endpoint as it is deployed, and the others ...');
  const { cold, warm } = await makeContestants(folder);
  print({
    title: "The endpoint's bundle, minified (1 KB = 1,000 bytes)",
    unit: 'KB',
    figures: [...measureBundleSizes(cold)].map(([name, { bytes, gzipBytes }]) => ({
      name,
      value: bytes / 1_000,
      details: { 'gzip KB': gzipBytes / 1_000 },
    })),
    relativeTo: [NAME.plain],
    target: { name: NAME.endpoint, atMost: 330 },
  });

  const coldStarts = measureColdStarts(cold, await bundle('cold-start-child.ts', folder), rounds);
  print({
    title: `Cold start: a fresh process, from its start to its end after the first delivery (median of ${rounds})`,
    unit: 'ms',
    figures: [...coldStarts].map(([name, { wallMs, loadMs, deliveryMs }]) => ({
      name,
      value: wallMs,
      details: { 'load ms': loadMs, 'delivery ms': deliveryMs },
    })),
    relativeTo: [NAME.floor, NAME.plain],
    target: { name: NAME.endpoint, atMost: 0.8, relativeTo: NAME.plain },
  });

  const warmCosts = measureWarmCosts(warm, await bundle('warm-cost-child.ts', folder), rounds);
  print({
    title: `Warm cost: a delivery verified, parsed and passed to a handler that does nothing (median of ${rounds} batches)`,
    unit: 'µs',
    figures: [...warmCosts].map(([name, value]) => ({ name, value })),
    relativeTo: [NAME.floor, NAME.plain],
    target: { name: NAME.endpoint, atMost: 1.5, relativeTo: NAME.floor },
  });

  const silent = warm.find(({ name }) => name === NAME.endpoint);
  if (!silent) throw new Error('The endpoint is no contestant.');
  const refusals = measureRefusals({ bundle: silent.bundle, rounds }, await bundle('refusal-timing-child.ts', folder));
  const [first, last] = ['first digit', 'last digit'] as const;
  print({
    title: `Refusal: of a signature wrong from its first digit, or in its last alone (median of ${rounds} batches)`,
    unit: 'µs',
    figures: [
      { name: first, value: refusals.first },
      { name: last, value: refusals.last },
    ],
    relativeTo: [first],
    target: { name: last, atMost: 1.1, relativeTo: first },
  });
}

function print(table: Table): void {
  console.log(`\n${formatTable(table)}`);
}
