import type { SynthesizedFunction } from '../cdk/read-synthesized.ts';
import { ExecutionEnvironment } from '../sandbox/aws/lambda/execution-environment.ts';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import type { CrashPlan, CrashPoint } from './crash-plan.ts';
import { type ServiceListeners, ServiceProxy } from './service-proxy.ts';

/** What happens to the process of one invocation. */
export interface InvocationPlan {
  readonly crash?: CrashPlan | undefined;
  /** Whether Lambda discards the environment after the invocation. */
  readonly isDiscarded: boolean;
  /** Called when the process crashes, with a description. */
  readonly onCrash: (description: string) => void;
  /** Called for each line that the function prints. */
  readonly onLog?: (line: string) => void;
}

/** Options of an environment. */
export interface CrashableEnvironmentOptions {
  readonly function: SynthesizedFunction;
  /** Returns the function's environment variables, given the address of every service. */
  readonly variables: (url: string) => Readonly<Record<string, string>>;
  readonly services: ServiceListeners;
  readonly clock: SandboxClock;
  /** Milliseconds by which the clock of the process is ahead of the simulation's. */
  readonly clockSkewMs: number;
}

/** An execution environment whose process can crash. It is frozen between two invocations, as on Lambda. */
export class CrashableEnvironment {
  readonly #environment: ExecutionEnvironment;
  readonly #proxy: ServiceProxy;
  readonly #monitor: InvocationMonitor;
  readonly #clock: SandboxClock;
  readonly #clockSkewMs: number;

  private constructor(
    environment: ExecutionEnvironment,
    proxy: ServiceProxy,
    monitor: InvocationMonitor,
    { clock, clockSkewMs }: CrashableEnvironmentOptions,
  ) {
    this.#environment = environment;
    this.#proxy = proxy;
    this.#monitor = monitor;
    this.#clock = clock;
    this.#clockSkewMs = clockSkewMs;
  }

  static async start(options: CrashableEnvironmentOptions): Promise<CrashableEnvironment> {
    const { function: deployed, variables, services, clock, clockSkewMs } = options;
    const monitor = new InvocationMonitor();
    const proxy = await ServiceProxy.start(
      services,
      () => monitor.recordCall(),
      () => environment.stop(),
    );
    const environment = new ExecutionEnvironment({
      function: deployed,
      variables: variables(proxy.url),
      onLog: (line) => monitor.recordLog(line),
      clockSkewMs: clock.now() - Date.now() + clockSkewMs,
    });
    return new CrashableEnvironment(environment, proxy, monitor, options);
  }

  get hasEnded(): boolean {
    return this.#environment.hasEnded;
  }

  /** Invokes the function. @throws LambdaFunctionError if the function fails or its process crashes. */
  async invoke(event: unknown, plan: InvocationPlan): Promise<unknown> {
    this.#environment.thaw();
    this.#monitor.begin(plan);
    this.#environment.clockSkewMs = this.#clock.now() - Date.now() + this.#clockSkewMs;
    const { crash } = plan;
    const crashNow = () => {
      plan.onCrash('between two calls');
      void this.#environment.stop();
    };
    const timer = crash && 'afterMs' in crash ? setTimeout(crashNow, crash.afterMs) : undefined;
    try {
      return await this.#environment.invoke(event);
    } finally {
      clearTimeout(timer);
      this.#monitor.end();
      this.#environment.freeze();
    }
  }

  async stop(): Promise<void> {
    await this.#environment.stop();
    await this.#proxy.close();
  }
}

/** Observes an invocation. Counts its calls, and reports the call at which its process crashes. */
class InvocationMonitor {
  #plan: InvocationPlan | undefined;
  #calls = 0;

  begin(plan: InvocationPlan): void {
    this.#plan = plan;
    this.#calls = 0;
  }

  end(): void {
    this.#plan = undefined;
  }

  recordLog(line: string): void {
    this.#plan?.onLog?.(line);
  }

  /** Records a call. Returns when the process crashes, if it crashes at this call. */
  recordCall(): CrashPoint | undefined {
    this.#calls += 1;
    const crash = this.#plan?.crash;
    if (!crash || !('atCall' in crash) || crash.atCall !== this.#calls) return undefined;
    this.#plan?.onCrash(`at call ${this.#calls}, ${crash.point}`);
    return crash.point;
  }
}
