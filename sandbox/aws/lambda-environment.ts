import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SynthesizedFunction } from '../../cdk/synthesize.ts';
import { thawAtOurEnd } from './thaw-guard.ts';

/** The function itself failed: it threw, ran out of time, or could not be loaded. */
export class LambdaFunctionError extends Error {
  override readonly name = 'LambdaFunctionError';
}

/** What an execution environment is made for. */
export interface LambdaEnvironmentOptions {
  readonly function: SynthesizedFunction;
  /** Variables of the deployment; Lambda's own are added. */
  readonly variables: Readonly<Record<string, string>>;
  /** Told each line the function prints. */
  readonly onLog: (line: string) => void;
  /**
   * How wrong the function's clock is while it is loaded: positive is ahead.
   * @default 0
   */
  readonly clockSkewMs?: number;
}

interface Report {
  readonly kind: 'ready' | 'broken' | 'result' | 'failed';
  readonly result?: unknown;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

/** A line no function prints, by which the process says that an invocation's log is at its end. */
const END_OF_LOG = `end of log ${randomUUID()}`;

/**
 * One Lambda execution environment: a process that holds the built bundle, with the environment variables Lambda would
 * give it and no others, doing one invocation at a time.
 */
export class LambdaEnvironment {
  readonly #options: LambdaEnvironmentOptions;
  readonly #process: ChildProcess;
  readonly #ready: Promise<void>;
  #current: Invocation | undefined;
  #invocations = 0;
  #hasEnded = false;
  #isGuarded = false;
  /** How wrong the function's clock is in the invocations to come. */
  clockSkewMs: number;

  constructor(options: LambdaEnvironmentOptions) {
    this.#options = options;
    this.clockSkewMs = options.clockSkewMs ?? 0;
    const { bundlePath, exportName } = options.function;
    const runtime = fileURLToPath(new URL('./lambda-runtime.js', import.meta.url));
    this.#process = fork(runtime, [bundlePath, exportName, END_OF_LOG, String(this.clockSkewMs)], {
      env: { ...lambdaVariables(options.function), ...options.variables },
      execArgv: ['--no-warnings'], // of this machine's Node, which is not the one the bundle is deployed to
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      readLines(stream, (line) => {
        if (line === END_OF_LOG) this.#current?.logEnded();
        else if (line !== '') options.onLog(line);
      });
    }
    this.#ready = new Promise((resolve, reject) => {
      this.#process.on('message', (report: Report) => {
        if (report.kind === 'ready') resolve();
        else if (report.kind === 'broken') reject(errorOf(report));
        else this.#current?.reported(report);
      });
      this.#process.on('exit', (code, signal) => {
        this.#hasEnded = true;
        const error = new LambdaFunctionError(`The function's process ended (${signal ?? `exit code ${code}`}).`);
        reject(error);
        this.#current?.failed(error);
      });
    });
    this.#ready.catch(() => undefined); // told to whoever invokes
  }

  /** Whether it can take an invocation now. */
  get isIdle(): boolean {
    return this.#current === undefined && !this.hasEnded;
  }

  /** Whether its process is gone, or about to be. */
  get hasEnded(): boolean {
    return this.#hasEnded || this.#process.killed;
  }

  /**
   * Hands the function an event.
   *
   * @throws LambdaFunctionError when the function fails; after a timeout its process is gone, as on Lambda.
   */
  async invoke(event: unknown): Promise<unknown> {
    const { timeoutMs } = this.#options.function;
    const invocation = new Invocation();
    this.#current = invocation;
    try {
      await this.#ready;
      const timer = setTimeout(() => {
        invocation.failed(new LambdaFunctionError(`Task timed out after ${timeoutMs / 1_000} seconds`));
        this.#process.kill('SIGKILL');
      }, timeoutMs);
      this.#invocations += 1;
      const deadlineMs = Date.now() + timeoutMs;
      const message = { id: this.#invocations, event, deadlineMs, clockSkewMs: this.clockSkewMs };
      this.#process.send(message, (error) => {
        if (error) invocation.failed(new LambdaFunctionError(`The function's process is gone: ${error.message}.`));
      });
      return await invocation.result.finally(() => clearTimeout(timer));
    } finally {
      this.#current = undefined;
    }
  }

  /** Stops the process where it is, as Lambda does between two invocations, until it is thawed. */
  freeze(): void {
    const { pid } = this.#process;
    if (pid !== undefined && !this.#isGuarded) thawAtOurEnd(pid);
    this.#isGuarded = true;
    this.#signal('SIGSTOP');
  }

  /** Lets a frozen process go on. */
  thaw(): void {
    this.#signal('SIGCONT');
  }

  /** Not by `ChildProcess.kill`, after which the process counts as killed. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid !== undefined && !this.hasEnded) process.kill(pid, signal);
  }

  /** Ends the process, be it frozen or not. */
  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** An invocation has ended when its report is there and both output streams are read to its end. */
class Invocation {
  readonly result: Promise<unknown>;
  #settle: (report: Report) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #report: Report | undefined;
  #endedLogs = 0;

  constructor() {
    this.result = new Promise((resolve, reject) => {
      this.#settle = (report) => (report.kind === 'result' ? resolve(report.result) : reject(errorOf(report)));
      this.#fail = reject;
    });
    this.result.catch(() => undefined); // told to whoever invokes
  }

  reported(report: Report): void {
    this.#report = report;
    this.#endWhenComplete();
  }

  logEnded(): void {
    this.#endedLogs += 1;
    this.#endWhenComplete();
  }

  failed(error: Error): void {
    this.#fail(error);
  }

  #endWhenComplete(): void {
    if (this.#report && this.#endedLogs === 2) this.#settle(this.#report);
  }
}

function errorOf({ errorType, errorMessage }: Report): LambdaFunctionError {
  return new LambdaFunctionError(`${errorType}: ${errorMessage}`);
}

/** AWS Lambda guide, "Defined runtime environment variables". The credentials sign calls nobody checks. */
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
