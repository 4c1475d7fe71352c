import { bundle } from './bundle.ts';
import { type BundleSize, measureBundleSizes } from './bundle-size.ts';
import { type ColdStart, type ColdStartContestant, measureColdStarts } from './cold-start.ts';
import { makeContestants, NAME } from './contestants.ts';
import { type Figure, formatTable, type Table } from './report.ts';
import type { StubServices } from './stub-services.ts';
import { measureWarmCosts } from './warm-cost.ts';

/**
 * Measures the endpoints and the worker beside the others, and prints each table as soon as its figures are there.
 *
 * @param folder - Where bundles are put.
 * @param services - What they call.
 */
export async function measure(folder: string, services: StubServices, rounds: number): Promise<void> {
  console.log('Bundling the functions as they are deployed, and the others ...');
  const { endpoints, workers, warm } = await makeContestants(folder);
  const everyone = [...endpoints, ...workers];
  const sizes = measureBundleSizes(everyone);
  print({
    title: 'Bundles of endpoints, minified (1 KB = 1,000 bytes)',
    unit: 'KB',
    figures: figuresOf(endpoints, sizes, sizeFigure),
    relativeTo: [NAME.plain],
    targets: [
      { name: NAME.endpoint, atMost: 330 },
      { name: NAME.queuedEndpoint, atMost: 60 },
    ],
  });
  print({
    title: 'Bundles of workers',
    unit: 'KB',
    figures: figuresOf(workers, sizes, sizeFigure),
    relativeTo: [NAME.plainWorker],
    targets: [],
  });

  const coldStarts = measureColdStarts(everyone, await bundle('cold-start-child.ts', folder), services, rounds);
  print({
    title: `Cold start: a fresh process, from its start to the answer to its first delivery (median of ${rounds})`,
    unit: 'ms',
    figures: figuresOf(endpoints, coldStarts, coldStartFigure),
    relativeTo: [NAME.floor, NAME.plain],
    targets: [
      { name: NAME.endpoint, atMost: 0.8, relativeTo: NAME.plain },
      { name: NAME.queuedEndpoint, atMost: 1.6, relativeTo: NAME.floor },
    ],
  });
  print({
    title: `Cold start of workers, to the answer to a batch of one message (median of ${rounds})`,
    unit: 'ms',
    figures: figuresOf([...endpoints.slice(0, 1), ...workers], coldStarts, coldStartFigure),
    relativeTo: [NAME.floor, NAME.plainWorker],
    targets: [{ name: NAME.worker, atMost: 0.8, relativeTo: NAME.plainWorker }],
  });

  const warmCosts = measureWarmCosts(warm, await bundle('warm-cost-child.ts', folder), services, rounds);
  print({
    title: `Warm cost: a delivery verified, parsed and passed to a handler that does nothing (median of ${rounds} batches)`,
    unit: 'µs',
    figures: [...warmCosts].map(([name, value]) => ({ name, value })),
    relativeTo: [NAME.floor, NAME.plain],
    targets: [{ name: NAME.endpoint, atMost: 1.5, relativeTo: NAME.floor }],
  });
}

function figuresOf<Measured>(
  contestants: readonly ColdStartContestant[],
  measured: ReadonlyMap<string, Measured>,
  figureOf: (measured: Measured) => Omit<Figure, 'name'>,
): readonly Figure[] {
  return contestants.flatMap(({ name }) => {
    const one = measured.get(name);
    return one ? [{ name, ...figureOf(one) }] : [];
  });
}

function sizeFigure({ bytes, gzipBytes }: BundleSize): Omit<Figure, 'name'> {
  return { value: bytes / 1_000, details: { 'gzip KB': gzipBytes / 1_000 } };
}

function coldStartFigure({ answerMs, wallMs, loadMs, deliveryMs }: ColdStart): Omit<Figure, 'name'> {
  return { value: answerMs, details: { 'load ms': loadMs, 'delivery ms': deliveryMs, 'to exit ms': wallMs } };
}

function print(table: Table): void {
  console.log(`\n${formatTable(table)}`);
}
