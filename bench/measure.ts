import { bundle } from './bundle.ts';
import { type BundleSize, measureBundleSizes } from './bundle-size.ts';
import { type ColdStart, type ColdStartContestant, measureColdStarts } from './cold-start.ts';
import { makeContestants, NAME } from './contestants.ts';
import { type Figure, formatTable, type Table } from './report.ts';
import type { StubServices } from './stub-services.ts';
import { measureWarmCosts } from './warm-cost.ts';

const IN_MEMORY_NOTES = [
  `"${NAME.queuedInMemory}" is the same bundle, in a process whose calls are answered without leaving it. It loads`,
  "node:http and node:https and puts a request of its own in place of Node's, all within the measured time. What it takes",
  "beyond the floor is our own code and the loading of these modules; over loopback Node's first request is added. For that,",
  `compare "${NAME.queuedEndpoint}" with "${NAME.callsFloor}", which makes the same two calls with nothing around them.`,
];

const CLIENT = 'the whole client';

const CLIENT_NOTES = [
  `What "${NAME.endpoint}" takes more than "${NAME.smallClient}", the same bundle around a client that can do no more`,
  'than the handler needs: every operation, retries, deadlines, pages, uploads, server-to-server credentials.',
];

/**
 * Measures the endpoints and the worker beside the others, and prints each table as soon as its figures are there.
 *
 * @param folder - Where bundles are put.
 * @param services - What they call.
 * @returns The tables.
 */
export async function measure(folder: string, services: StubServices, rounds: number): Promise<readonly Table[]> {
  const tables: Table[] = [];
  const print = (table: Table) => {
    console.log(`\n${formatTable(table)}`);
    tables.push(table);
  };
  console.log('Bundling the functions as they are deployed, and the others ...');
  const { endpoints, workers, warm } = await makeContestants(folder);
  const everyone = [...endpoints, ...workers];
  const sizes = measureBundleSizes(everyone);
  print({
    title: 'Bundles of endpoints, minified (1 KB = 1,000 bytes)',
    unit: 'KB',
    figures: figuresOf(
      endpoints.filter(({ calls }) => calls !== 'memory'),
      sizes,
      sizeFigure,
    ),
    relativeTo: [NAME.plain],
    targets: [
      { name: NAME.endpoint, atMost: 350 },
      { name: NAME.queuedEndpoint, atMost: 225 },
    ],
  });
  print({
    title: 'Bundles of workers',
    unit: 'KB',
    figures: figuresOf(workers, sizes, sizeFigure),
    relativeTo: [NAME.plainWorker],
    targets: [],
  });
  print({
    title: 'What the whole client adds to the bundle of the endpoint',
    unit: 'KB',
    figures: [{ name: CLIENT, value: difference(sizes, ({ bytes }) => bytes / 1_000) }],
    relativeTo: [],
    targets: [{ name: CLIENT, atMost: 45 }],
    notes: CLIENT_NOTES,
  });

  const children = {
    loopback: await bundle('cold-start-child.ts', folder),
    memory: await bundle('cold-start-in-memory-child.ts', folder),
  };
  const coldStarts = measureColdStarts(everyone, children, services, rounds);
  print({
    title: `Cold start: a fresh process, from its start to the answer to its first delivery (median of ${rounds})`,
    unit: 'ms',
    figures: figuresOf(endpoints, coldStarts, coldStartFigure),
    relativeTo: [NAME.floor, NAME.callsFloor, NAME.plain],
    targets: [
      { name: NAME.endpoint, atMost: 0.85, relativeTo: NAME.plain, isTiming: true },
      { name: NAME.queuedEndpoint, atMost: 0.7, relativeTo: NAME.plain, isTiming: true },
    ],
    notes: IN_MEMORY_NOTES,
  });
  print({
    title: 'What the whole client adds to the cold start of the endpoint',
    unit: 'ms',
    figures: [
      ...figuresOf(endpoints.slice(0, 1), coldStarts, coldStartFigure),
      { name: CLIENT, value: difference(coldStarts, ({ answerMs }) => answerMs) },
    ],
    relativeTo: [NAME.floor],
    targets: [{ name: CLIENT, atMost: 0.1, relativeTo: NAME.floor, isTiming: true }],
  });
  print({
    title: `Cold start of workers, to the answer to a batch of one message (median of ${rounds})`,
    unit: 'ms',
    figures: figuresOf([...endpoints.slice(0, 1), ...workers], coldStarts, coldStartFigure),
    relativeTo: [NAME.floor, NAME.plainWorker],
    targets: [{ name: NAME.worker, atMost: 0.75, relativeTo: NAME.plainWorker, isTiming: true }],
  });

  const warmCosts = measureWarmCosts(warm, await bundle('warm-cost-child.ts', folder), services, rounds);
  print({
    title: `Warm cost: a delivery verified, parsed and passed to a handler that does nothing (median of ${rounds} batches)`,
    unit: 'µs',
    figures: [...warmCosts].map(([name, value]) => ({ name, value })),
    relativeTo: [NAME.floor, NAME.plain],
    targets: [{ name: NAME.endpoint, atMost: 1.7, relativeTo: NAME.floor, isTiming: true }],
  });
  return tables;
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

/** What the deployed endpoint has more than the one with a small client. */
function difference<Measured>(measured: ReadonlyMap<string, Measured>, of: (one: Measured) => number): number {
  const [whole, small] = [measured.get(NAME.endpoint), measured.get(NAME.smallClient)];
  return whole && small ? of(whole) - of(small) : Number.NaN;
}

function sizeFigure({ bytes, gzipBytes }: BundleSize): Omit<Figure, 'name'> {
  return { value: bytes / 1_000, details: { 'gzip KB': gzipBytes / 1_000 } };
}

function coldStartFigure({ answerMs, wallMs, loadMs, deliveryMs }: ColdStart): Omit<Figure, 'name'> {
  return { value: answerMs, details: { 'load ms': loadMs, 'delivery ms': deliveryMs, 'to exit ms': wallMs } };
}
