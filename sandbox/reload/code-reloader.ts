import { dirname, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BundleError } from '../../cdk/bundling/bundle.ts';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import type { CodeChange } from './code-change.ts';
import { FolderWatcher } from './folder-watcher.ts';
import { FunctionBundler, type FunctionBundlerOptions, type FunctionsBuild } from './function-bundler.ts';
import { TypeChecker } from './type-checker.ts';

/** Settings of a `CodeReloader`. */
export interface CodeReloaderOptions extends FunctionBundlerOptions {
  readonly functions: readonly SynthesizedFunction[];
  /** Makes the functions load their bundles again. */
  readonly reload: () => void;
  readonly onChange: (change: CodeChange) => void;
}

/** Files that a bundle can contain. */
const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|json)$/;

/**
 * Maximum time in ms from a change until the code runs without the result of the check of its types. If the check takes longer, the code runs meanwhile, and
 * gives way to the earlier code if it has errors.
 */
const TYPE_CHECK_MS = 600;

/** Bundles the functions again after a change of the user's files. */
export class CodeReloader {
  readonly #options: CodeReloaderOptions;
  readonly #projectRoot: string;
  readonly #bundler: FunctionBundler;
  readonly #types: TypeChecker | undefined;
  readonly #watcher = new FolderWatcher((paths) => this.#handleChange(paths));
  /** The last build. Builds run one after the other. */
  #building: Promise<void> = Promise.resolve();
  /** The last build without an error. */
  #accepted: FunctionsBuild;
  #hasFailed = false;
  #isClosed = false;

  private constructor(
    options: CodeReloaderOptions,
    projectRoot: string,
    bundler: FunctionBundler,
    build: FunctionsBuild,
    types: TypeChecker | undefined,
  ) {
    this.#options = options;
    this.#projectRoot = projectRoot;
    this.#bundler = bundler;
    this.#accepted = build;
    this.#types = types;
  }

  /** Starts to watch the files of the functions. Returns `undefined` if the stack does not say what these are. */
  static async start(options: CodeReloaderOptions): Promise<CodeReloader | undefined> {
    const sources = options.functions.flatMap(({ source, bundlePath }) => (source ? [{ ...source, bundlePath }] : []));
    const [first] = sources;
    if (!first) return undefined;
    const { projectRoot } = first;
    const bundler = await FunctionBundler.create(options.functions, options);
    const build = await bundler.build().catch(async (error: unknown) => {
      await bundler.close();
      throw error;
    });
    const folder = join(dirname(first.bundlePath), 'types');
    const types = TypeChecker.create({ projectRoot, entries: sources.map(({ entry }) => entry), folder });
    const reloader = new CodeReloader(options, projectRoot, bundler, build, types);
    reloader.#watch(build);
    void reloader.#checkFirst();
    return reloader;
  }

  /** Stops to watch. Resolves when no build runs. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watcher.close();
    this.#types?.stop();
    await this.#building;
    await this.#bundler.close();
  }

  #watch({ inputs }: FunctionsBuild): void {
    this.#watcher.watch(new Set([...inputs].map((path) => dirname(path))));
  }

  async #checkFirst(): Promise<void> {
    const messages = await this.#types?.check();
    if (messages && messages.length > 0) this.#fail({ files: [], messages, effect: 'none' });
  }

  #handleChange(paths: ReadonlySet<string>): void {
    const sources = [...paths].filter((path) => SOURCE_FILE.test(path));
    if (sources.length === 0) return;
    const startedAt = performance.now();
    this.#building = this.#building.then(() => this.#build(sources, startedAt));
  }

  async #build(paths: readonly string[], startedAt: number): Promise<void> {
    if (this.#isClosed) return;
    const files = paths.map((path) => relative(this.#projectRoot, path));
    const checked = this.#types?.check();
    try {
      const build = await this.#bundler.build();
      this.#watch(build);
      const waitMs = Math.max(0, TYPE_CHECK_MS - (performance.now() - startedAt));
      const messages = await Promise.race([checked, setTimeout(waitMs, 'late' as const, { ref: false })]);
      if (this.#isClosed) return;
      if (messages === 'late') void this.#checkLate(checked, build, files);
      else if (messages && messages.length > 0) return this.#fail({ files, messages, effect: 'kept' });
      else this.#accepted = build;
      if (!build.hasChanged && !this.#hasFailed) return;
      this.#hasFailed = false;
      this.#run(build);
      this.#options.onChange({ kind: 'code_reloaded', files, durationMs: performance.now() - startedAt });
    } catch (error) {
      this.#types?.stop();
      this.#fail({ files, messages: messagesOf(error), effect: 'kept' });
    }
  }

  /** Takes code back whose types prove wrong while it runs. A later change stops the check. */
  async #checkLate(
    checked: ReturnType<TypeChecker['check']> | undefined,
    build: FunctionsBuild,
    files: readonly string[],
  ): Promise<void> {
    const messages = await checked;
    if (!messages || this.#isClosed) return;
    if (messages.length === 0) {
      this.#accepted = build;
      return;
    }
    this.#run(this.#accepted);
    this.#fail({ files, messages, effect: 'restored' });
  }

  #run(build: FunctionsBuild): void {
    build.write();
    this.#options.reload();
  }

  #fail(failure: Omit<Extract<CodeChange, { kind: 'build_failed' }>, 'kind'>): void {
    this.#hasFailed = true;
    this.#options.onChange({ kind: 'build_failed', ...failure });
  }
}

function messagesOf(error: unknown): readonly string[] {
  if (error instanceof BundleError) return error.messages;
  return [error instanceof Error ? error.message : String(error)];
}
