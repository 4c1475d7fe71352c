import { LambdaEnvironment, type LambdaEnvironmentOptions } from './lambda-environment.ts';

/**
 * Lambda's way of scaling: an idle environment takes the invocation; when all are busy another one is started, which
 * costs its cold start.
 */
export class LambdaService {
  readonly #options: LambdaEnvironmentOptions;
  #environments: LambdaEnvironment[] = [];

  constructor(options: LambdaEnvironmentOptions) {
    this.#options = options;
  }

  /** @throws LambdaFunctionError when the function fails. */
  async invoke(event: unknown): Promise<unknown> {
    this.#environments = this.#environments.filter(({ hasEnded }) => !hasEnded);
    const idle = this.#environments.find(({ isIdle }) => isIdle);
    return await (idle ?? this.#start()).invoke(event);
  }

  /** Whether the next invocation would find no environment waiting. */
  get isCold(): boolean {
    return !this.#environments.some(({ isIdle }) => isIdle);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#environments.map((environment) => environment.stop()));
  }

  #start(): LambdaEnvironment {
    const environment = new LambdaEnvironment(this.#options);
    this.#environments.push(environment);
    return environment;
  }
}
