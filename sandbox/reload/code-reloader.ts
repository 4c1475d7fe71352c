import { dirname, relative } from 'node:path';
import { BundleError } from '../../cdk/bundling/bundle.ts';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import { FolderWatcher } from './folder-watcher.ts';
import { FunctionBundler, type FunctionsBuild } from './function-bundler.ts';

/** The result of a change of the user's files. */
export type CodeChange =
  | {
      readonly kind: 'code_reloaded';
      /** The changed files, relative to the project. */
      readonly files: readonly string[];
      /** From the change until the next invocation runs the new code, in ms. */
      readonly durationMs: number;
    }
  /** The functions keep the code that they have. */
  | {
      readonly kind: 'build_failed';
      readonly files: readonly string[];
      /** Each error with its place and the line of code. */
      readonly messages: readonly string[];
    };

/** Settings of a `CodeReloader`. */
export interface CodeReloaderOptions {
  readonly functions: readonly SynthesizedFunction[];
  /** Makes the functions load their bundles again. */
  readonly reload: () => void;
  readonly onChange: (change: CodeChange) => void;
}

/** Files that a bundle can contain. */
const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|json)$/;

/** Bundles the functions again after a change of the user's files. */
export class CodeReloader {
  readonly #options: CodeReloaderOptions;
  readonly #projectRoot: string;
  readonly #bundler: FunctionBundler;
  readonly #watcher = new FolderWatcher((paths) => this.#handleChange(paths));
  /** The last build. Builds run one after the other. */
  #building: Promise<void> = Promise.resolve();
  #hasFailed = false;

  private constructor(options: CodeReloaderOptions, projectRoot: string, bundler: FunctionBundler) {
    this.#options = options;
    this.#projectRoot = projectRoot;
    this.#bundler = bundler;
  }

  /** Starts to watch the files of the functions. Returns `undefined` if the stack does not say what these are. */
  static async start(options: CodeReloaderOptions): Promise<CodeReloader | undefined> {
    const source = options.functions.find((deployed) => deployed.source)?.source;
    if (!source) return undefined;
    const bundler = await FunctionBundler.create(options.functions);
    const reloader = new CodeReloader(options, source.projectRoot, bundler);
    reloader.#watch(await bundler.build());
    return reloader;
  }

  /** Stops to watch. Resolves when no build runs. */
  async close(): Promise<void> {
    this.#watcher.close();
    await this.#building;
    await this.#bundler.close();
  }

  #watch({ inputs }: FunctionsBuild): void {
    this.#watcher.watch(new Set([...inputs].map((path) => dirname(path))));
  }

  #handleChange(paths: ReadonlySet<string>): void {
    const sources = [...paths].filter((path) => SOURCE_FILE.test(path));
    if (sources.length === 0) return;
    const startedAt = performance.now();
    this.#building = this.#building.then(() => this.#build(sources, startedAt));
  }

  async #build(paths: readonly string[], startedAt: number): Promise<void> {
    const { reload, onChange } = this.#options;
    const files = paths.map((path) => relative(this.#projectRoot, path));
    try {
      const build = await this.#bundler.build();
      this.#watch(build);
      if (!build.hasChanged && !this.#hasFailed) return;
      this.#hasFailed = false;
      build.write();
      reload();
      onChange({ kind: 'code_reloaded', files, durationMs: performance.now() - startedAt });
    } catch (error) {
      this.#hasFailed = true;
      onChange({ kind: 'build_failed', files, messages: messagesOf(error) });
    }
  }
}

function messagesOf(error: unknown): readonly string[] {
  if (error instanceof BundleError) return error.messages;
  return [error instanceof Error ? error.message : String(error)];
}
