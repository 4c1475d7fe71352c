import pLimit, { type LimitFunction } from 'p-limit';
import {
  CrashableEnvironment,
  type CrashableEnvironmentOptions,
  type InvocationPlan,
} from './crashable-environment.ts';

/** Options of a function pool. */
export interface FunctionPoolOptions extends Omit<CrashableEnvironmentOptions, 'clockSkewMs'> {
  /** Returns by how many milliseconds the clock of a new process is ahead. */
  readonly drawClockSkewMs: () => number;
  /** Maximum number of processes. */
  readonly concurrency: number;
  /** Called when a frozen process takes another invocation. */
  readonly onThaw: () => void;
}

/** The execution environments of one function. An idle one takes the next invocation. */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #limit: LimitFunction;
  readonly #idle: CrashableEnvironment[] = [];

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
    this.#limit = pLimit(options.concurrency);
  }

  /** Invokes the function. @throws LambdaFunctionError if the function fails or its process crashes. */
  async invoke(event: unknown, plan: InvocationPlan): Promise<unknown> {
    return await this.#limit(async () => {
      const idle = this.#idle.pop();
      if (idle) this.#options.onThaw();
      const environment =
        idle ??
        (await CrashableEnvironment.start({
          ...this.#options,
          clockSkewMs: this.#options.drawClockSkewMs(),
        }));
      try {
        return await environment.invoke(event, plan);
      } finally {
        if (plan.isDiscarded || environment.hasEnded) await environment.stop();
        else this.#idle.push(environment);
      }
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#idle.map((environment) => environment.stop()));
  }
}
