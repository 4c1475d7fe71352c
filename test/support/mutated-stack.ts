import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { BUILD_OPTIONS } from '../../cdk/bundling/build-options.ts';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { FunctionRole } from '../../cdk/function-metadata.ts';
import { readSynthesized } from '../../cdk/read-synthesized.ts';
import { ENTRY_POINTS } from '../../simulation/simulated-stack.ts';
import { builtStack } from './synthesized.ts';

/** A change of a source file. */
export interface Mutation {
  /** Path from the root of the project. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Copies the built stack with the simulated app's bundles, built with the mutations.
 *
 * @returns The copy's folder.
 * @throws Error if a file does not contain the text of a mutation exactly once.
 */
export async function mutatedStack(mode: DeliveryMode, mutations: readonly Mutation[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mutated-'));
  cpSync(join(builtStack(mode, 'simulated-app').templatePath, '..'), folder, { recursive: true });
  const stack = readSynthesized(folder);
  for (const { role, bundlePath } of stack.functions) {
    const entryPoints: Partial<Record<FunctionRole, string>> = ENTRY_POINTS[mode];
    await build({
      ...BUILD_OPTIONS,
      entryPoints: [projectPath(entryPoints[role] ?? '')],
      outfile: bundlePath,
      allowOverwrite: true,
      minify: false,
      logLevel: 'error',
      plugins: mutations.map(mutate),
    });
  }
  return folder;
}

/** Returns the changed text of a source file. @throws Error if the file does not contain `from` exactly once. */
export function mutatedText({ file, from, to }: Mutation): string {
  const mutated = readFileSync(projectPath(file), 'utf8').replace(from, to);
  if (!mutated.includes(to) || mutated.includes(from)) {
    throw new Error(`${file} must contain this text once, but does not: ${from}`);
  }
  return mutated;
}

function mutate(mutation: Mutation): Plugin {
  const contents = mutatedText(mutation);
  return {
    name: 'mutate',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        relative(projectPath('.'), path) === mutation.file ? { contents, loader: 'ts' } : undefined,
      );
    },
  };
}
