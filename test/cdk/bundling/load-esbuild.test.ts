import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const MODULES = ['cdk/bundling/load-esbuild.ts', 'lib/core/type-guards.ts'];

const projectPath = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const TSX = fileURLToPath(import.meta.resolve('tsx'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esbuild-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Loads esbuild with a copy of the module that stands outside this project. Returns its version or the error. */
function versionLoaded(projectRoot: string): string {
  for (const path of ['package.json', ...MODULES]) cpSync(projectPath(path), join(folder, 'package', path));
  const copy = join(folder, 'package', 'cdk/bundling/load-esbuild.ts');
  const program = `
    const { loadEsbuild } = await import(${JSON.stringify(pathToFileURL(copy).href)});
    try {
      console.log(loadEsbuild(${JSON.stringify(projectRoot)}).version);
    } catch ({ message }) {
      console.log(message);
    }`;
  const options = ['--import', pathToFileURL(TSX).href, '--input-type=module', '-e', program];
  return spawnSync(process.execPath, options, { encoding: 'utf8' }).stdout.trim();
}

function installEsbuild(parent: string, version: string): void {
  const installed = join(parent, 'node_modules', 'esbuild');
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'index.js'), `exports.version = ${JSON.stringify(version)};`);
}

it("loads the esbuild of the user's project", () => {
  installEsbuild(join(folder, 'project'), 'of the project');
  installEsbuild(join(folder, 'package'), 'of the package');
  expect(versionLoaded(join(folder, 'project'))).toBe('of the project');
});

it('loads the esbuild next to the package if the project has none', () => {
  installEsbuild(join(folder, 'package'), 'of the package');
  expect(versionLoaded(join(folder, 'project'))).toBe('of the package');
});

it('names the command that installs a missing esbuild', () => {
  expect(versionLoaded('/project')).toBe(
    'esbuild, which bundles the functions, is not installed in /project: run npm install --save-dev esbuild.',
  );
});
