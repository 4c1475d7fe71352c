import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand } from '../cli/run-command.ts';
import { withOperations } from './operations-table.ts';
import { generateReference } from './reference/generate-reference.ts';

const HELP = `Usage: npm run docs -- [options]

Writes the table of operations in docs/client.md from the client's own methods, and the API reference from the
docstrings to docs/reference/html.

  --check    change nothing; exit 1 if the table is out of date
  --help     show this help`;

const FILE = new URL('client.md', import.meta.url);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.check) return checkTable();
  writeTable();
  generateReference();
  return 0;
}

function checkTable(): number {
  const current = readFileSync(FILE, 'utf8');
  if (withOperations(current).text === current) {
    console.log('docs/client.md is up to date.');
    return 0;
  }
  console.error('The table in docs/client.md differs from the methods of the client. Run npm run docs.');
  return 1;
}

function writeTable(): void {
  const { text, operations } = withOperations(readFileSync(FILE, 'utf8'));
  writeFileSync(FILE, text);
  console.log(`docs/client.md has the table of ${operations} methods.`);
}

runCommand(main);
