import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { bundleConsole } from '../sandbox/console/bundle-console.ts';

// Compiles the package to `dist/`: JavaScript and declarations, and source maps of the framework.

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Files that the package reads and that need no compilation. */
const COPIED = ['cli/init/template'];

/**
 * Folders without source maps. Nobody steps through them in a debugger, and a stack trace with the places in the package's
 * own files helps more than one with places in sources that are not in the package.
 */
const WITHOUT_MAPS = [
  'cdk',
  'cli',
  'sandbox',
  'testing',
  'lib/client',
  'lib/registration',
  'lib/reconciliation',
  'lib/token-rotation',
];

rmSync(dist, { recursive: true, force: true });
compile();
for (const path of COPIED) {
  if (existsSync(join(root, path))) cpSync(join(root, path), join(dist, path), { recursive: true });
}
for (const folder of WITHOUT_MAPS) removeMaps(join(dist, folder));
removeUnusedDeclarations();
await writeConsole();
console.log(`Compiled the package to dist: ${readdirSync(dist).join(', ')}.`);

/** Bundles the web page of the sandbox. */
async function writeConsole(): Promise<void> {
  const { script, style } = await bundleConsole();
  const folder = join(dist, 'sandbox/console');
  for (const path of ['assets', 'page']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'assets/console.js'), script);
  writeFileSync(join(folder, 'assets/console.css'), style);
  cpSync(join(root, 'sandbox/console/page/index.html'), join(folder, 'page/index.html'));
}

function compile(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.package.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

/** Removes the source maps of a folder, and the comments of its JavaScript. */
function removeMaps(folder: string): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path);
    if (path.endsWith('.js.map')) rmSync(file);
    if (path.endsWith('.js'))
      writeFileSync(file, transformSync(readFileSync(file, 'utf8'), { target: 'node20.19' }).code);
  }
}

/** Removes the declarations that no entry of the package leads to. */
function removeUnusedDeclarations(): void {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = Object.values<{ readonly types?: string }>(exports).flatMap(({ types }) => types ?? []);
  const used = new Set<string>();
  for (const entry of entries) addDeclarations(join(root, entry), used);
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.d.ts') && !path.includes('template') && !used.has(join(dist, path))) rmSync(join(dist, path));
  }
}

/** Adds a declaration file and all that it imports. */
function addDeclarations(file: string, found: Set<string>): void {
  if (found.has(file)) return;
  found.add(file);
  const specifiers = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\b\s*\(?['"](\.{1,2}\/[^'"]+)['"]/g);
  for (const [, specifier = ''] of specifiers)
    addDeclarations(join(file, '..', specifier.replace(/\.[jt]s$/, '.d.ts')), found);
}
