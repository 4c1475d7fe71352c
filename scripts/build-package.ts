import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Compiles the package to `dist/`: JavaScript, declarations and source maps.

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Files that the package reads and that need no compilation. */
const COPIED = ['cli/init/template'];

rmSync(dist, { recursive: true, force: true });
compile();
for (const path of COPIED) {
  if (existsSync(join(root, path))) cpSync(join(root, path), join(dist, path), { recursive: true });
}
console.log(`Compiled the package to dist: ${readdirSync(dist).join(', ')}.`);

function compile(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.package.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
