import type { SandboxClock } from '../clock.ts';
import { LambdaEnvironment, type LambdaEnvironmentOptions } from './lambda-environment.ts';

/** What a function is deployed with. */
export interface LambdaServiceOptions extends LambdaEnvironmentOptions {
  /**
   * The time a function is loaded at, and an invocation begins at, for the function.
   * @default one that follows the machine's
   */
  readonly clock?: SandboxClock;
}

/**
 * Lambda's way of scaling: an idle environment takes the invocation; when all are busy another one is started, which
 * costs its cold start.
 */
export class LambdaService {
  readonly #options: LambdaServiceOptions;
  #environments: LambdaEnvironment[] = [];

  constructor(options: LambdaServiceOptions) {
    this.#options = options;
  }

  /** @throws LambdaFunctionError when the function fails. */
  async invoke(event: unknown): Promise<unknown> {
    this.#environments = this.#environments.filter(({ hasEnded }) => !hasEnded);
    const { clock } = this.#options;
    const clockSkewMs = clock ? clock.now() - Date.now() : 0;
    const idle = this.#environments.find(({ isIdle }) => isIdle);
    const environment = idle ?? this.#start(clockSkewMs);
    environment.clockSkewMs = clockSkewMs;
    return await environment.invoke(event);
  }

  /** Whether the next invocation would find no environment waiting. */
  get isCold(): boolean {
    return !this.#environments.some(({ isIdle }) => isIdle);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#environments.map((environment) => environment.stop()));
  }

  #start(clockSkewMs: number): LambdaEnvironment {
    const environment = new LambdaEnvironment({ ...this.#options, clockSkewMs });
    this.#environments.push(environment);
    return environment;
  }
}
