import { readFileSync, writeFileSync } from 'node:fs';
import { createRebundler, type Rebundler } from '../../cdk/bundling/bundle.ts';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';

/** A build of the functions of a stack. */
export interface FunctionsBuild {
  /** Absolute paths of the user's files in the bundles. */
  readonly inputs: ReadonlySet<string>;
  /** Whether a bundle differs from the one on disk. */
  readonly hasChanged: boolean;
  /** Writes the bundles. */
  write(): void;
}

/** Settings of a `FunctionBundler`. */
export interface FunctionBundlerOptions {
  /**
   * Whether the bundles keep the names and the lines of the sources.
   * @default false
   */
  readonly forDebugger?: boolean;
}

/** Bundles the functions of a stack again. */
export class FunctionBundler {
  readonly #rebundlers: readonly Rebundler[];

  private constructor(rebundlers: readonly Rebundler[]) {
    this.#rebundlers = rebundlers;
  }

  static async create(
    functions: readonly SynthesizedFunction[],
    { forDebugger = false }: FunctionBundlerOptions = {},
  ): Promise<FunctionBundler> {
    const changes = forDebugger && { changes: { minify: false } };
    const bundles = new Map(functions.map((deployed) => [deployed.bundlePath, deployed])); // some functions share a bundle
    const rebundlers = [...bundles.values()].flatMap(({ source, bundlePath }) =>
      source ? [createRebundler({ ...source, outfile: bundlePath, forSandbox: true, ...changes })] : [],
    );
    return new FunctionBundler(await Promise.all(rebundlers));
  }

  /**
   * Bundles the functions in memory.
   *
   * @throws BundleError if a function cannot be bundled.
   */
  async build(): Promise<FunctionsBuild> {
    const builds = await Promise.all(this.#rebundlers.map((rebundler) => rebundler.rebundle()));
    const files = builds.flatMap((build) => build.files);
    const changed = files.filter(({ path, contents }) => !hasContent(path, contents));
    const inputs = builds.flatMap((build) => build.inputs).filter((path) => !path.includes('/node_modules/'));
    return {
      inputs: new Set(inputs),
      hasChanged: changed.some(({ path }) => path.endsWith('.mjs')),
      write: () => {
        for (const { path, contents } of files) writeFileSync(path, contents);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#rebundlers.map((rebundler) => rebundler.close()));
  }
}

function hasContent(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
