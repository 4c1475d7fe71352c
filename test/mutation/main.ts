import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { optionsFor } from './options.ts';
import { describeSurvivor, type FolderResult, formatTable, MINIMUM_PERCENTAGE, summarize } from './report.ts';

// Changes the code of `lib/` in small ways, and lists the changes that no test notices.
// Usage: npm run test:mutation -- [folders of lib/, or files] [--changed] [--concurrency <number>]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { changed: { type: 'boolean', default: false }, concurrency: { type: 'string', default: '2' } },
});
const options = { onlyChanged: values.changed, concurrency: Number(values.concurrency) };
const paths = positionals.length === 0 ? foldersOf('lib') : positionals.map((path) => path.replace(/\/$/, ''));

const results: FolderResult[] = [];
for (const path of paths) results.push(await test(path));
console.log(`\n${formatTable(results)}`);
process.exitCode = results.some(({ percentage }) => percentage < MINIMUM_PERCENTAGE) ? 1 : 0;

async function test(path: string): Promise<FolderResult> {
  const mutants = await new Stryker(optionsFor(path, options)).runMutationTest();
  const result = summarize(
    path,
    mutants.filter(({ fileName }) => relative('', fileName).startsWith(path)),
  );
  console.log(`\n${path}: ${result.percentage.toFixed(1)} % killed, ${result.survivors.length} survivors`);
  for (const survivor of result.survivors) console.log(`  ${describeSurvivor(survivor)}`);
  return result;
}

function foldersOf(parent: string): readonly string[] {
  const folders = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => `${parent}/${name}`).sort();
}
