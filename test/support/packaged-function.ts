import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../cdk/bundling/bundle.ts';
import { packageEntry } from '../../cdk/package-entry.ts';
import { ExecutionEnvironment } from '../../sandbox/aws/lambda/execution-environment.ts';
import type { Variables } from './deployment-types.ts';

/** A function, bundled with all code of the package, and run in a process of its own as Lambda does. */
export class PackagedFunction {
  /** Absolute path of the bundle. */
  readonly bundlePath: string;
  /** Everything that the function prints, returns and throws. */
  readonly output: string[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'packaged-function-'));
  #environment: ExecutionEnvironment | undefined;

  /** @param path - Entry point from the root of the sources, without extension. */
  constructor(path: string) {
    this.bundlePath = join(this.#folder, 'index.mjs');
    const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
    bundle({ projectRoot, entry: packageEntry(path), outfile: this.bundlePath });
  }

  /**
   * Invokes the function. Starts its process if it does not run, with these variables.
   *
   * @param clockSkewMs - Milliseconds by which the function's clock is ahead.
   */
  async invoke(event: object, variables: Variables, clockSkewMs = 0): Promise<unknown> {
    if (!this.#environment?.isIdle) this.#environment = this.#start(variables);
    this.#environment.clockSkewMs = clockSkewMs;
    try {
      const response = await this.#environment.invoke(event);
      this.output.push(JSON.stringify(response) ?? '');
      return response;
    } catch (error) {
      this.output.push(String(error), error instanceof Error ? `${error.stack}` : '');
      throw error;
    }
  }

  /** Ends the process of the function. */
  async stop(): Promise<void> {
    await this.#environment?.stop();
  }

  /** Ends the process of the function, and deletes the bundle. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(variables: Variables): ExecutionEnvironment {
    return new ExecutionEnvironment({
      function: {
        role: 'worker',
        logicalId: 'PackagedFunction',
        constructPath: 'PackagedFunction',
        bundlePath: this.bundlePath,
        exportName: 'handler',
        runtime: 'nodejs24.x',
        timeoutMs: 120_000,
        memoryMb: 512,
        logLevel: 'DEBUG',
        environment: {},
      },
      variables,
      onLog: (line) => void this.output.push(line),
    });
  }
}
