import { ExecutionEnvironment } from '../../sandbox/aws/lambda/execution-environment.ts';
import type { Variables } from './deployment-types.ts';

/** A built bundle, run in a process of its own as Lambda does. */
export class BundledFunction {
  /** Absolute path of the bundle. */
  readonly bundlePath: string;
  /** Everything that the function prints, returns and throws. */
  readonly output: string[] = [];
  #environment: ExecutionEnvironment | undefined;

  constructor(bundlePath: string) {
    this.bundlePath = bundlePath;
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

  #start(variables: Variables): ExecutionEnvironment {
    return new ExecutionEnvironment({
      function: {
        role: 'worker',
        logicalId: 'BundledFunction',
        constructPath: 'BundledFunction',
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
