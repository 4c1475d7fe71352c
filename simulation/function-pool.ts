import pLimit, { type LimitFunction } from 'p-limit';
import type { SynthesizedFunction } from '../cdk/synthesize.ts';
import { ExecutionEnvironment } from '../sandbox/aws/lambda/execution-environment.ts';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { type Death, Edge, type Services } from './service-proxy.ts';

/** How an invocation's process is to die: at one of its calls, or after so many ms. */
export type DeathPlan = { readonly atCall: number; readonly death: Death } | { readonly afterMs: number };

/** What becomes of the process of one invocation. */
export interface InvocationPlan {
  readonly death?: DeathPlan | undefined;
  /** Whether another process takes the next invocation. */
  readonly isRecycled: boolean;
  /** Told of the process's death. */
  readonly onDeath: (how: string) => void;
  /** Told each line that the function prints meanwhile. */
  readonly onLog?: (line: string) => void;
}

/** What a pool is made of. */
export interface FunctionPoolOptions {
  readonly function: SynthesizedFunction;
  /** The variables of the deployment, given the address of every service. */
  readonly variables: (url: string) => Readonly<Record<string, string>>;
  readonly services: Services;
  /** Processes at a time, at most. */
  readonly width: number;
  readonly clock: SandboxClock;
  /** Told when a process that has been frozen goes on. */
  readonly onThaw: () => void;
}

/** The environments of one function: an idle one takes the next invocation, and any may die of it. */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #limit: LimitFunction;
  readonly #idle: MortalEnvironment[] = [];

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
    this.#limit = pLimit(options.width);
  }

  /** @throws LambdaFunctionError when the function fails, or its process dies. */
  async invoke(event: unknown, plan: InvocationPlan): Promise<unknown> {
    return await this.#limit(async () => {
      const idle = this.#idle.pop();
      if (idle) this.#options.onThaw();
      const environment = idle ?? (await MortalEnvironment.start(this.#options));
      try {
        return await environment.invoke(event, plan, this.#options.clock);
      } finally {
        if (plan.isRecycled || environment.hasEnded) await environment.stop();
        else this.#idle.push(environment);
      }
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#idle.map((environment) => environment.stop()));
  }
}

/** An environment whose process can be made to die, and which is frozen between two invocations, as on Lambda. */
class MortalEnvironment {
  readonly #environment: ExecutionEnvironment;
  readonly #edge: Edge;
  readonly #life: Life;

  private constructor(environment: ExecutionEnvironment, edge: Edge, life: Life) {
    this.#environment = environment;
    this.#edge = edge;
    this.#life = life;
  }

  static async start({
    function: deployed,
    variables,
    services,
    clock,
  }: FunctionPoolOptions): Promise<MortalEnvironment> {
    const life = new Life();
    const edge = await Edge.open(
      services,
      () => life.called(),
      () => environment.stop(),
    );
    const environment = new ExecutionEnvironment({
      function: deployed,
      variables: variables(edge.url),
      onLog: (line) => life.printed(line),
      clockSkewMs: clock.now() - Date.now(),
    });
    return new MortalEnvironment(environment, edge, life);
  }

  get hasEnded(): boolean {
    return this.#environment.hasEnded;
  }

  async invoke(event: unknown, plan: InvocationPlan, clock: SandboxClock): Promise<unknown> {
    this.#environment.thaw();
    this.#life.begin(plan);
    this.#environment.clockSkewMs = clock.now() - Date.now();
    const { death } = plan;
    const die = () => {
      plan.onDeath('out of the blue');
      void this.#environment.stop();
    };
    const timer = death && 'afterMs' in death ? setTimeout(die, death.afterMs) : undefined;
    try {
      return await this.#environment.invoke(event);
    } finally {
      clearTimeout(timer);
      this.#life.end();
      this.#environment.freeze();
    }
  }

  async stop(): Promise<void> {
    await this.#environment.stop();
    await this.#edge.close();
  }
}

/** What happens in an invocation: counts its calls, up to the one its process dies of. */
class Life {
  #plan: InvocationPlan | undefined;
  #calls = 0;

  begin(plan: InvocationPlan): void {
    this.#plan = plan;
    this.#calls = 0;
  }

  end(): void {
    this.#plan = undefined;
  }

  printed(line: string): void {
    this.#plan?.onLog?.(line);
  }

  called(): Death | undefined {
    this.#calls += 1;
    const death = this.#plan?.death;
    if (!death || !('atCall' in death) || death.atCall !== this.#calls) return undefined;
    this.#plan?.onDeath(`at call ${this.#calls}, ${death.death}`);
    return death.death;
  }
}
