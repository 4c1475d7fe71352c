import { join } from 'node:path';
import type { BuildFailure, BuildOptions, Metafile, OutputFile } from 'esbuild';
import { BUILD_OPTIONS } from './build-options.ts';
import { loadEsbuild } from './load-esbuild.ts';

/** What to bundle, and where to. */
export interface BundleOptions {
  /** Absolute path of the user's project. */
  readonly projectRoot: string;
  /** Absolute path of the entry point. */
  readonly entry: string;
  /** Absolute path of the bundle. */
  readonly outfile: string;
  /**
   * Whether to leave out the framework's code for custom actions, jobs and the store, which is behind
   * `process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true'`.
   * @default false
   */
  readonly onlyWebhooks?: boolean;
  /**
   * Whether to leave out the framework's code that records events for reconciliation, which is behind
   * `process.env.FRAMEIO_LAMBDA_WITHOUT_RECONCILIATION === 'true'`.
   * @default false
   */
  readonly withoutReconciliation?: boolean;
  /**
   * Whether to keep the code that tells the sandbox which handler runs, which is behind
   * `process.env.FRAMEIO_LAMBDA_SANDBOX === 'true'`.
   * @default false
   */
  readonly forSandbox?: boolean;
  /**
   * Options of esbuild that differ from those of a deployment.
   * @default none
   */
  readonly changes?: Pick<BuildOptions, 'target' | 'minify' | 'sourcemap'>;
}

/**
 * Bundles an entry point as a deployment does.
 *
 * @returns esbuild's description of the bundle. Its paths are relative to the root of the project.
 * @throws Error with esbuild's messages if it cannot bundle the file.
 */
export function bundle(options: BundleOptions): Metafile {
  const esbuild = loadEsbuild(options.projectRoot);
  try {
    const { metafile, warnings } = esbuild.buildSync({ ...buildOptions(options), metafile: true });
    for (const text of esbuild.formatMessagesSync(warnings, { kind: 'warning' })) console.warn(text);
    return metafile;
  } catch (error) {
    // Without the error as the cause: the message contains all of it.
    throw new Error(
      `esbuild cannot bundle ${options.entry}. ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A bundle in memory. */
export interface Rebundled {
  /** The files of the bundle. */
  readonly files: readonly OutputFile[];
  /** Absolute paths of the files that the bundle is made of. */
  readonly inputs: readonly string[];
}

/** esbuild cannot bundle a file. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  /** Each error of esbuild with its place and the line of code. */
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join('\n'));
    this.messages = messages;
  }
}

/** Bundles an entry point again and again, without writing it. Each bundle reuses what has not changed. */
export interface Rebundler {
  /** @throws BundleError if esbuild cannot bundle the file. */
  rebundle(): Promise<Rebundled>;
  close(): Promise<void>;
}

/** Returns a `Rebundler`, which holds memory until it is closed. */
export async function createRebundler(options: BundleOptions): Promise<Rebundler> {
  const esbuild = loadEsbuild(options.projectRoot);
  const context = await esbuild.context({ ...buildOptions(options), metafile: true, write: false });
  return {
    rebundle: async () => {
      try {
        const { metafile, outputFiles } = await context.rebuild();
        const inputs = Object.keys(metafile.inputs).map((path) => join(options.projectRoot, path));
        return { files: outputFiles, inputs };
      } catch (error) {
        if (!isBuildFailure(error)) throw error;
        throw new BundleError(await esbuild.formatMessages([...error.errors], { kind: 'error' }));
      }
    },
    close: () => context.dispose(),
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function buildOptions(options: BundleOptions) {
  const { projectRoot, entry, outfile, changes } = options;
  const { onlyWebhooks = false, withoutReconciliation = false, forSandbox = false } = options;
  return {
    ...BUILD_OPTIONS,
    ...changes,
    define: {
      'process.env.FRAMEIO_LAMBDA_SANDBOX': JSON.stringify(String(forSandbox)),
      ...(onlyWebhooks && { 'process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS': '"true"' }),
      ...(withoutReconciliation && { 'process.env.FRAMEIO_LAMBDA_WITHOUT_RECONCILIATION': '"true"' }),
    },
    entryPoints: [entry],
    outfile,
    absWorkingDir: projectRoot,
    logLevel: 'silent', // the errors and the warnings contain the messages
  } as const satisfies BuildOptions;
}
