import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';
import { bundleCandidates, CANDIDATES, WARM } from './candidates.ts';
import { type ColdStart, type ColdStartCandidate, measureColdStarts } from './cold-start.ts';
import { type Figure, formatTable, type Table } from './report.ts';
import type { StubServices } from './stub-services.ts';
import { measureWarmCosts } from './warm-cost.ts';

const { floor, plainWay, endpoint, actionsEndpoint, queuedEndpoint, plainWorker, worker, smallClient, client } =
  CANDIDATES;

/**
 * Measures bundle sizes, cold starts and warm deliveries. Prints each table as soon as it is measured.
 *
 * @param folder - Folder for bundles.
 * @returns The printed tables.
 */
export async function measure(folder: string, services: StubServices, rounds: number): Promise<readonly Table[]> {
  const tables: Table[] = [];
  const print = (table: Table) => {
    console.log(`\n${formatTable(table)}`);
    tables.push(table);
  };
  const { cold, warm } = await bundleCandidates(folder);
  print(sizeTable(cold));
  const coldStarts = measureColdStarts(cold, await bundle('cold-start-child.ts', folder), services, rounds);
  for (const table of coldStartTables(coldStarts, rounds)) print(table);
  const warmCosts = measureWarmCosts(warm, await bundle('warm-cost-child.ts', folder), services, rounds);
  print(warmTable(warmCosts));
  return tables;
}

function sizeTable(candidates: readonly ColdStartCandidate[]): Table {
  return {
    title: 'Bundle size, minified (1 KB = 1,000 bytes)',
    unit: 'KB',
    figures: candidates.map(({ name, bundle: path }) => {
      const code = readFileSync(path);
      return { name, value: code.length / 1_000, details: { 'gzip KB': gzipSync(code).length / 1_000 } };
    }),
    relativeTo: [],
    targets: [
      { name: endpoint.name, atMost: 378 },
      { name: actionsEndpoint.name, atMost: 1.07, relativeTo: endpoint.name },
      { name: queuedEndpoint.name, atMost: 230 },
    ],
  };
}

function coldStartTables(coldStarts: ReadonlyMap<string, ColdStart>, rounds: number): readonly Table[] {
  const figuresOf = (candidates: readonly { readonly name: string }[]) =>
    candidates.map(({ name }) => coldStartFigure(name, coldStarts.get(name)));
  return [
    {
      title: `Cold start of an endpoint: from process start to its first response (median of ${rounds})`,
      unit: 'ms',
      figures: figuresOf([floor, plainWay, endpoint, actionsEndpoint, queuedEndpoint]),
      relativeTo: [floor.name, plainWay.name],
      targets: [
        { name: endpoint.name, atMost: 0.85, relativeTo: plainWay.name, isTiming: true },
        { name: actionsEndpoint.name, atMost: 1.03, relativeTo: endpoint.name, isTiming: true },
        { name: queuedEndpoint.name, atMost: 0.7, relativeTo: plainWay.name, isTiming: true },
      ],
      notes: ['"load" imports the bundle, "invoke" handles the first delivery. The rest is the start of Node.js.'],
    },
    {
      title: `Cold start of a worker: from process start to its first response, for one message (median of ${rounds})`,
      unit: 'ms',
      figures: figuresOf([floor, plainWorker, worker]),
      relativeTo: [floor.name, plainWorker.name],
      targets: [{ name: worker.name, atMost: 0.75, relativeTo: plainWorker.name, isTiming: true }],
    },
    {
      title: `Cold start of the API client: from process start to a posted comment (median of ${rounds})`,
      unit: 'ms',
      figures: figuresOf([floor, smallClient, client]),
      relativeTo: [floor.name, smallClient.name],
      targets: [],
    },
  ];
}

function coldStartFigure(name: string, coldStart: ColdStart | undefined): Figure {
  if (!coldStart) throw new Error(`Expected a cold start of "${name}", found none.`);
  const { responseMs, loadMs, invocationMs } = coldStart;
  return { name, value: responseMs, details: { 'load ms': loadMs, 'invoke ms': invocationMs } };
}

function warmTable(costs: ReadonlyMap<string, number>): Table {
  return {
    title: 'Warm delivery: verify, parse and dispatch to a handler that does nothing (median)',
    unit: 'µs',
    figures: [...costs].map(([name, value]) => ({ name, value })),
    relativeTo: [WARM.floor],
    targets: [{ name: WARM.endpoint, atMost: 1.7, relativeTo: WARM.floor, isTiming: true }],
    notes: [`"${WARM.floor}" computes one HMAC, compares it and parses the body. It does nothing else.`],
  };
}
