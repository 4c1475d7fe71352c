import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SynthesizedFunction } from '../../../cdk/read-synthesized.ts';
import { ActiveTime } from './active-time.ts';
import { type BlockedEventLoop, type HandlerAttempt, readOutput } from './function-output.ts';
import { Invocation, LambdaFunctionError, type Report, toFunctionError, type WorkerSettings } from './invocation.ts';
import { thawOnExit } from './thaw-on-exit.ts';

/** Options of an execution environment. */
export interface ExecutionEnvironmentOptions {
  readonly function: SynthesizedFunction;
  /** Environment variables of the function. Lambda's own are added to them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Receives each line that the function prints, and the handler that printed it. The framework's own lines have none. */
  readonly onLog: (line: string, handler?: HandlerAttempt) => void;
  /**
   * Called when a handler blocks the event loop of the function.
   * @default nothing happens
   */
  readonly onBlocked?: (blocked: BlockedEventLoop) => void;
  /**
   * Called when a worker has loaded.
   * @default nothing happens
   */
  readonly onWorker?: (settings: WorkerSettings) => void;
  /**
   * Milliseconds by which the function's clock is ahead during init.
   * @default 0
   */
  readonly clockSkewMs?: number;
  /**
   * Whether the process dies during the next invocation, as soon as a handler has started. Called for each invocation.
   * @default never
   */
  readonly isKilled?: () => boolean;
  /**
   * Lets a debugger attach to the process. Its time limit does not count pauses.
   * @default no debugger can attach
   */
  readonly inspect?: InspectOptions;
}

/** How a debugger attaches. */
export interface InspectOptions {
  /** Port of the inspector, on this machine only. */
  readonly port: number;
  /** Called with `true` when the debugger pauses the function, and with `false` when it runs again. */
  readonly onPause: (isPaused: boolean) => void;
}

/** A line that no function prints. The process prints it at the end of each invocation's log. */
const END_OF_LOG = `end of log ${randomUUID()}`;

/** Start of the lines with what the process says about handlers. */
const MARKER = `handler ${randomUUID()} `;

/** What Node.js prints about the inspector. */
const INSPECTOR_LINE =
  /^(?:Debugger (?:listening|attached|ending)|For help, see: https:\/\/nodejs|Waiting for the debugger)/;

/**
 * One Lambda execution environment: a process that runs the built bundle, one invocation at a time. It has the environment
 * variables that it would have on Lambda, and no others.
 */
export class ExecutionEnvironment {
  readonly #options: ExecutionEnvironmentOptions;
  readonly #process: ChildProcess;
  readonly #ready: Promise<void>;
  #current: Invocation | undefined;
  /** Set while a function that a debugger can attach to runs. */
  #activeTime: ActiveTime | undefined;
  #invocations = 0;
  #hasEnded = false;
  #thawsOnExit = false;
  /** Milliseconds by which the function's clock is ahead during the next invocations. */
  clockSkewMs: number;

  constructor(options: ExecutionEnvironmentOptions) {
    this.#options = options;
    this.clockSkewMs = options.clockSkewMs ?? 0;
    const { bundlePath, exportName } = options.function;
    const runtime = fileURLToPath(new URL('./lambda-runtime.js', import.meta.url));
    this.#process = fork(runtime, [bundlePath, exportName, END_OF_LOG, MARKER, String(this.clockSkewMs)], {
      env: { ...lambdaVariables(options.function), ...options.variables },
      // Warnings would be about this machine's Node, not Lambda's.
      execArgv: ['--no-warnings', ...(options.inspect ? [`--inspect=127.0.0.1:${options.inspect.port}`] : [])],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      readLines(stream, (line) => {
        if (line === END_OF_LOG) this.#current?.handleEndOfLog();
        else this.#handleOutput(line);
      });
    }
    this.#ready = new Promise((resolve, reject) => {
      this.#process.on('message', (report: Report) => {
        if (report.workerSettings) options.onWorker?.(report.workerSettings);
        if (report.kind === 'beat') this.#activeTime?.beat();
        else if (report.kind === 'ready') resolve();
        else if (report.kind === 'init_failed') reject(toFunctionError(report));
        else this.#current?.handleReport(report);
      });
      this.#process.on('exit', (code, signal) => {
        this.#hasEnded = true;
        const error = new LambdaFunctionError(`The function's process ended (${signal ?? `exit code ${code}`}).`);
        reject(error);
        this.#current?.fail(error);
      });
    });
    this.#ready.catch(() => undefined); // the caller of invoke receives the error
  }

  #handleOutput(line: string): void {
    if (this.#options.inspect && INSPECTOR_LINE.test(line)) return;
    const { onLog, onBlocked } = this.#options;
    const output = readOutput(line, MARKER);
    if (output?.kind === 'blocked') onBlocked?.(output);
    else for (const printed of output?.lines ?? []) onLog(printed, output?.handler);
  }

  /** Resolves when the function has loaded. @throws LambdaFunctionError if it cannot be loaded. */
  async whenReady(): Promise<void> {
    await this.#ready;
  }

  /** Whether the environment can take an invocation. */
  get isIdle(): boolean {
    return this.#current === undefined && !this.hasEnded;
  }

  /** Resolves when no invocation runs. */
  async whenIdle(): Promise<void> {
    await this.#current?.result.catch(() => undefined);
  }

  /** Whether the process has ended or is being killed. */
  get hasEnded(): boolean {
    return this.#hasEnded || this.#process.killed;
  }

  /**
   * Invokes the function.
   *
   * @throws LambdaFunctionError when the function fails. After a timeout its process is killed, as on Lambda.
   */
  async invoke(event: unknown): Promise<unknown> {
    const { timeoutMs } = this.#options.function;
    const invocation = new Invocation();
    this.#current = invocation;
    try {
      await this.#ready;
      const endTimeLimit = this.#startTimeLimit(timeoutMs, () => {
        invocation.fail(new LambdaFunctionError(`Task timed out after ${timeoutMs / 1_000} seconds`));
        this.#process.kill('SIGKILL');
      });
      this.#invocations += 1;
      const deadlineMs = Date.now() + timeoutMs;
      const isKilled = this.#options.isKilled?.() ?? false;
      const message = { id: this.#invocations, event, deadlineMs, clockSkewMs: this.clockSkewMs, isKilled };
      this.#process.send(message, (error) => {
        if (error) invocation.fail(new LambdaFunctionError(`The function's process has ended: ${error.message}.`));
      });
      return await invocation.result.finally(endTimeLimit);
    } finally {
      this.#current = undefined;
    }
  }

  /** Returns a function that ends the limit. */
  #startTimeLimit(timeoutMs: number, onTimeout: () => void): () => void {
    const { inspect } = this.#options;
    if (!inspect) {
      const timer = setTimeout(onTimeout, timeoutMs);
      return () => clearTimeout(timer);
    }
    const activeTime = new ActiveTime(timeoutMs, { onTimeout, onPause: inspect.onPause });
    this.#activeTime = activeTime;
    return () => {
      activeTime.stop();
      this.#activeTime = undefined;
    };
  }

  /** Freezes the process, as Lambda does between invocations. */
  freeze(): void {
    const { pid } = this.#process;
    if (pid !== undefined && !this.#thawsOnExit) thawOnExit(pid);
    this.#thawsOnExit = true;
    this.#signal('SIGSTOP');
  }

  /** Thaws a frozen process. */
  thaw(): void {
    this.#signal('SIGCONT');
  }

  /** Does not use `ChildProcess.kill`, which would set `killed` for any signal. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid !== undefined && !this.hasEnded) process.kill(pid, signal);
  }

  /** Kills the process, frozen or not. */
  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** AWS Lambda guide, "Defined runtime environment variables". The sandbox accepts any credentials. */
function lambdaVariables({ logicalId, runtime, memoryMb, logLevel, bundlePath, exportName }: SynthesizedFunction) {
  return {
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_SESSION_TOKEN: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: logicalId,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: logLevel,
    LAMBDA_TASK_ROOT: dirname(bundlePath),
    _HANDLER: `index.${exportName}`,
    TZ: 'UTC',
  };
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
