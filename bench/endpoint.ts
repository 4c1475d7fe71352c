import { bundle } from './bundle.ts';
import { measureBundleSizes } from './bundle-size.ts';
import { measureColdStarts } from './cold-start.ts';
import { makeContestants, NAME } from './contestants.ts';
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
    title: `Cold start: a fresh process, from its start to the answer to its first delivery (median of ${rounds})`,
    unit: 'ms',
    figures: [...coldStarts].map(([name, { answerMs, wallMs, loadMs, deliveryMs }]) => ({
      name,
      value: answerMs,
      details: { 'load ms': loadMs, 'delivery ms': deliveryMs, 'to exit ms': wallMs },
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
}

function print(table: Table): void {
  console.log(`\n${formatTable(table)}`);
}
