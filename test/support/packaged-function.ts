import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../cdk/bundling/bundle.ts';
import { packageEntry } from '../../cdk/package-entry.ts';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';

/** A function, bundled with all code of the package. */
export interface PackagedFunction {
  readonly function: SynthesizedFunction;
  /** Deletes the bundle. */
  remove(): void;
}

/** @param path - The function's entry point from the root of the sources, without extension. */
export function packagedFunction(path: string): PackagedFunction {
  const folder = mkdtempSync(join(tmpdir(), 'packaged-function-'));
  const bundlePath = join(folder, 'index.mjs');
  const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
  bundle({ projectRoot, entry: packageEntry(path), outfile: bundlePath });
  return {
    function: {
      role: 'worker',
      logicalId: 'PackagedFunction',
      constructPath: 'PackagedFunction',
      bundlePath,
      exportName: 'handler',
      runtime: 'nodejs24.x',
      timeoutMs: 120_000,
      memoryMb: 512,
      logLevel: 'DEBUG',
      environment: {},
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
