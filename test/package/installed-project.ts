import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A packed file, as `npm pack --json` lists it. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** The tarball of the package. */
export interface Tarball {
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
  readonly files: readonly PackedFile[];
}

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly exitCode: number | string;
  readonly output: string;
}

/** Makes an empty folder, with a space in its path. */
export function makeFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `frameio lambda ${name}-`));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a program of npm or Node until it ends. `nodeFolder` is searched first for `node`. */
export function run(
  folder: string,
  [program = '', ...options]: readonly string[],
  nodeFolder?: string,
): Promise<CommandResult> {
  const path = [nodeFolder, process.env.PATH].filter(Boolean).join(delimiter);
  const env = { ...process.env, PATH: path, NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    execFile(program, options, { cwd: folder, env, maxBuffer: 64_000_000 }, (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, output: `${stdout}${stderr}` }),
    );
  });
}

/** Runs a program and throws with its output if it fails. */
export async function runChecked(...given: Parameters<typeof run>): Promise<string> {
  const { exitCode, output } = await run(...given);
  if (exitCode !== 0) throw new Error(`${given[1].join(' ')} failed with ${exitCode}:\n${output}`);
  return output;
}

/** Builds and packs the package, as `npm publish` does. */
export async function packPackage(folder: string): Promise<Tarball> {
  await runChecked(root, ['npm', 'run', 'build:package']);
  const output = await runChecked(root, ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [packed] = JSON.parse(output.slice(output.indexOf('[')));
  return { path: join(folder, packed.filename), size: packed.size, files: packed.files };
}

/** Packages that a project needs to deploy and to run the sandbox, with the versions of this repository. */
const PEERS = ['aws-cdk-lib', 'constructs', 'dynalite', 'esbuild', 'tsx', 'typescript', '@types/node'];

/** Programs that run tests, besides Node itself. This repository has no Vitest; its version 4 is the last for Node 20. */
const RUNNERS = ['jest', 'vitest'];
const VITEST_VERSION = '4.1.12';

/** Installs the tarball, its peers and the programs that run tests into an empty project. */
export async function installPackage(folder: string, tarball: string): Promise<void> {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const versions = { ...devDependencies, vitest: VITEST_VERSION };
  const peers = [...PEERS, ...RUNNERS].map((name) => `${name}@${versions[name]}`);
  await runChecked(folder, ['npm', 'install', '--no-audit', '--no-fund', tarball, ...peers]);
}

/** Copies the project's own files next to the installed packages. */
export function copyOwnProject(folder: string): void {
  cpSync(fileURLToPath(new URL('own-project', import.meta.url)), folder, { recursive: true });
}

/** Installs a version of Node.js. @returns The folder that contains `node`. */
export async function installNode(folder: string, version: string): Promise<string> {
  const prefix = join(folder, `node-${version}`);
  await runChecked(folder, ['npm', 'install', '--no-audit', '--no-fund', '--prefix', prefix, `node@${version}`]);
  return join(prefix, 'node_modules', 'node', 'bin');
}
