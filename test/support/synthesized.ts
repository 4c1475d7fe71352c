import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import {
  functionOf,
  readSynthesized,
  type SynthesizedFunction,
  type SynthesizedStack,
} from '../../cdk/read-synthesized.ts';
import { type FixtureApp, functionsDirectoryOf } from './fixture-apps.ts';

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Everything that the template and the bundles depend on, the installed packages included. */
const INPUTS = [
  'cdk',
  'lib',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
  'test/fixtures',
  'simulation/app',
  'simulation/random.ts',
  'test/support/build-stacks.ts',
];

/**
 * Returns the template and the bundles of a fixture app, as they would be deployed. After a change of an input, the first
 * caller builds them, which takes some seconds.
 */
export function builtStack(mode: DeliveryMode = 'inline', app: FixtureApp = 'comment-app'): SynthesizedStack {
  return build({ mode, app, isLocal: false });
}

/** Returns the template and the bundles of a fixture app for the sandbox, whose bundles tell which handler runs. */
export function localStack(mode: DeliveryMode, app: FixtureApp): SynthesizedStack {
  return build({ mode, app, isLocal: true });
}

interface BuildOptions {
  readonly mode: DeliveryMode;
  readonly app: FixtureApp;
  readonly isLocal: boolean;
}

function build({ mode, app, isLocal }: BuildOptions): SynthesizedStack {
  const folder = projectPath(`.sandbox/test/${app}${isLocal ? '-local' : ''}-${hashOf(INPUTS)}`);
  if (!existsSync(folder)) {
    const program = projectPath('test/support/build-stacks.ts');
    execFileSync(
      process.execPath,
      ['-C', '@frameio-lambda/source', '--import', 'tsx', program, functionsDirectoryOf(app), folder, String(isLocal)],
      {
        cwd: projectPath('.'),
        stdio: 'pipe',
      },
    );
  }
  return readSynthesized(join(folder, mode));
}

/** Returns the endpoint of a fixture app as it would be deployed. */
export function builtEndpoint(mode: DeliveryMode = 'inline', app: FixtureApp = 'comment-app'): SynthesizedFunction {
  return functionOf(builtStack(mode, app), 'endpoint');
}

/** Returns the worker of the comment app as it would be deployed. It is the same in either mode. */
export function builtWorker(): SynthesizedFunction {
  return functionOf(builtStack(), 'worker');
}

/** Returns a hash of the names and the content of files, and of all files in folders. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesIn)) hash.update(`${path}\n`).update(readFileSync(projectPath(path)));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(path: string): readonly string[] {
  if (!statSync(projectPath(path)).isDirectory()) return [path];
  const entries = readdirSync(projectPath(path)).sort();
  return entries.flatMap((name) => filesIn(`${path}/${name}`));
}
