/** The function failed: it threw, timed out, or could not be loaded. */
export class LambdaFunctionError extends Error {
  override readonly name = 'LambdaFunctionError';
  /** Stack trace in the function, with places in its bundle. `undefined` if it threw nothing. */
  readonly functionStack: string | undefined;

  constructor(message: string, functionStack?: string) {
    super(message);
    this.functionStack = functionStack;
  }
}

/** Settings of a worker. */
export interface WorkerSettings {
  /** Failed attempts of a handler before dead-lettering. */
  readonly maxAttempts: number;
}

/** A message from the function's process. */
export interface Report {
  readonly kind: 'ready' | 'init_failed' | 'result' | 'failed' | 'beat';
  readonly result?: unknown;
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly stack?: string;
  readonly workerSettings?: WorkerSettings;
}

/** An invocation ends when its report has arrived and both output streams are read up to the end of its log. */
export class Invocation {
  readonly result: Promise<unknown>;
  #settle: (report: Report) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #report: Report | undefined;
  #endedLogs = 0;

  constructor() {
    this.result = new Promise((resolve, reject) => {
      this.#settle = (report) => (report.kind === 'result' ? resolve(report.result) : reject(toFunctionError(report)));
      this.#fail = reject;
    });
    this.result.catch(() => undefined); // the caller of invoke receives the error
  }

  handleReport(report: Report): void {
    this.#report = report;
    this.#endWhenComplete();
  }

  handleEndOfLog(): void {
    this.#endedLogs += 1;
    this.#endWhenComplete();
  }

  fail(error: Error): void {
    this.#fail(error);
  }

  #endWhenComplete(): void {
    if (this.#report && this.#endedLogs === 2) this.#settle(this.#report);
  }
}

/** Converts the report of a failure. */
export function toFunctionError({ errorType, errorMessage, stack }: Report): LambdaFunctionError {
  return new LambdaFunctionError(`${errorType}: ${errorMessage}`, stack);
}
