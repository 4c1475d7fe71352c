import type { SandboxClock } from '../../clock/sandbox-clock.ts';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from './execution-environment.ts';
import { LambdaFunctionError } from './invocation.ts';

/** Options of a local Lambda function. */
export interface LambdaFunctionOptions extends ExecutionEnvironmentOptions {
  /**
   * Clock that sets the function's time at init and at the start of each invocation.
   * @default the machine's
   */
  readonly clock?: SandboxClock;
  /**
   * Called when an invocation fails.
   * @default nothing happens
   */
  readonly onError?: (error: LambdaFunctionError) => void;
}

/**
 * A Lambda function that scales as Lambda does: an idle execution environment takes the invocation. If all are busy, a
 * new one starts, with a cold start.
 */
export class LambdaFunction {
  readonly #options: LambdaFunctionOptions;
  #environments: ExecutionEnvironment[] = [];
  /** Environments with an earlier version of the code, until they have ended. */
  readonly #retired = new Set<ExecutionEnvironment>();
  #isStopped = false;
  /** What the only environment of a function with a debugger does last. It does one thing after the other. */
  #alone: Promise<unknown> = Promise.resolve();

  constructor(options: LambdaFunctionOptions) {
    this.#options = options;
  }

  /** @throws LambdaFunctionError when the function fails. */
  async invoke(event: unknown): Promise<unknown> {
    return await (this.#options.inspect ? this.#afterwards(() => this.#invoke(event)) : this.#invoke(event));
  }

  async #invoke(event: unknown): Promise<unknown> {
    this.#environments = this.#environments.filter(({ hasEnded }) => !hasEnded);
    const { clock } = this.#options;
    const clockSkewMs = clock ? clock.now() - Date.now() : 0;
    const idle = this.#environments.find(({ isIdle }) => isIdle);
    const environment = idle ?? this.#start(clockSkewMs);
    environment.clockSkewMs = clockSkewMs;
    try {
      return await environment.invoke(event);
    } catch (error) {
      this.#reportError(error);
      throw error;
    }
  }

  /** Whether the next invocation needs a cold start. */
  get isCold(): boolean {
    return !this.#environments.some(({ isIdle }) => isIdle);
  }

  /** Starts an execution environment if none is idle. */
  warmUp(): void {
    const { clock } = this.#options;
    if (!this.isCold) return;
    const environment = this.#start(clock ? clock.now() - Date.now() : 0);
    environment.whenReady().catch((error) => {
      if (this.#environments.includes(environment)) this.#reportError(error); // else a reload has ended it
    });
  }

  /** Makes the next invocation load the code again. Running invocations end with the code that they have. */
  reload(): void {
    if (this.#options.inspect) {
      // The port of the debugger must be free before the next process starts.
      void this.#afterwards(async () => {
        await Promise.all(this.#environments.map((environment) => environment.stop()));
        this.#environments = [];
        if (!this.#isStopped) this.warmUp();
      });
      return;
    }
    for (const environment of this.#environments) this.#retire(environment);
    this.#environments = [];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#environments, ...this.#retired].map((environment) => environment.stop()));
  }

  #reportError(error: unknown): void {
    if (error instanceof LambdaFunctionError && !this.#isStopped) this.#options.onError?.(error);
  }

  #afterwards<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#alone.then(run);
    this.#alone = result.catch(() => undefined); // the caller receives the error
    return result;
  }

  #retire(environment: ExecutionEnvironment): void {
    this.#retired.add(environment);
    void environment.whenIdle().then(async () => {
      await environment.stop();
      this.#retired.delete(environment);
    });
  }

  #start(clockSkewMs: number): ExecutionEnvironment {
    const environment = new ExecutionEnvironment({ ...this.#options, clockSkewMs });
    this.#environments.push(environment);
    return environment;
  }
}
