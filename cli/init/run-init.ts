import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseRecord } from '../../lib/core/type-guards.ts';
import { formatLine, formatTitle } from '../../sandbox/terminal/lines.ts';
import { readOwnPackage } from '../own-package.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { IGNORED, projectFiles } from './project-files.ts';
import { completePackage, newPackage } from './project-package.ts';

const HELP = `Usage: frameio-lambda init [options]

Creates a project in the current folder: an app with one handler that posts a comment, its Lambda functions, a CDK app that
deploys them, and a test. Keeps every file that exists. If there is a package.json, adds the scripts and packages that it
lacks, and changes nothing else.

  --force  overwrite the files that exist, except package.json
  --help   show this help`;

/** Runs `init` with these arguments and returns the exit code. */
export async function runInit(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values } = parseOptions({ args, options: { force: { type: 'boolean', default: false } } });
  const folder = process.cwd();
  const { force } = values;
  const files = projectFiles();
  const packageLines = writePackage(folder); // first: if it is unreadable, nothing is written
  console.log(formatTitle(`Creating a project in ${folder}`));
  for (const line of packageLines) console.log(line);
  for (const { path, content } of files) console.log(writeFile(folder, path, content, force));
  for (const line of advise(folder)) console.log(line);
  console.log(NEXT_STEPS);
  return 0;
}

const NEXT_STEPS = [
  formatTitle('What to do next'),
  formatLine('install', 'npm install'),
  formatLine('run locally', 'npm start'),
  formatLine('edit', 'functions/handlers/file-ready.ts, and save it while npm start runs'),
  formatLine('test', 'npm test'),
  formatLine('deploy', 'npm run deploy'),
  formatLine('read', 'node_modules/frameio-lambda/docs/README.md'),
].join('\n');

/** Writes or completes `package.json`. Returns the lines that say so. */
function writePackage(folder: string): readonly string[] {
  const path = join(folder, 'package.json');
  const own = readOwnPackage();
  if (!existsSync(path)) {
    writeFileSync(path, formatJson(newPackage(packageNameOf(folder), own)));
    return [formatLine('created', 'package.json')];
  }
  const text = readFileSync(path, 'utf8');
  const given = parseRecord(text);
  if (!given) throw new Error(`Expected ${path} to be a JSON object. Fix its syntax, then run init again.`);
  const { completed, added } = completePackage(given, own);
  if (added.length === 0) return [formatLine('kept', 'package.json')];
  writeFileSync(path, formatJson(completed, /^[ \t]+/m.exec(text)?.[0]));
  return [formatLine('completed', 'package.json'), ...added.map((name) => formatLine('', `added the ${name}`))];
}

function writeFile(folder: string, path: string, content: string, force: boolean): string {
  const exists = existsSync(join(folder, path));
  if (exists && !force) return formatLine('kept', `${path}  (exists; --force overwrites it)`);
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  return formatLine(exists ? 'overwritten' : 'created', path);
}

/** Says what the user has to change in the files that were kept. */
function advise(folder: string): readonly string[] {
  const lines: string[] = [];
  if (parseRecord(readFileSync(join(folder, 'package.json'), 'utf8'))?.type !== 'module') {
    lines.push(formatLine('change', 'Run npm pkg set type=module: the files are ES modules.'));
  }
  const ignored = readFileSync(join(folder, '.gitignore'), 'utf8').split(/\r?\n/).map(withoutSlash);
  const missing = IGNORED.filter((name) => !ignored.includes(withoutSlash(name)));
  if (missing.length > 0) lines.push(formatLine('change', `Add to .gitignore: ${missing.join(' ')}`));
  return lines;
}

function withoutSlash(name: string): string {
  return name.trim().replace(/^\/|\/$/g, '');
}

/** Returns a valid package name: the folder's name in lower case, with hyphens for other characters. */
function packageNameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' || name === 'frameio-lambda' ? 'my-frameio-app' : name;
}

function formatJson(value: unknown, indent = '  '): string {
  return `${JSON.stringify(value, null, indent)}\n`;
}
