import { useState } from 'preact/hooks';

/** A call that somebody starts with a button. */
export interface Call {
  readonly isRunning: boolean;
  /** Message of the last error. */
  readonly error: string | undefined;
  run(call: () => Promise<unknown>): Promise<void>;
}

/** Runs one call at a time, and keeps its error. */
export function useCall(): Call {
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<string>();
  const run = async (call: () => Promise<unknown>) => {
    if (isRunning) return;
    setIsRunning(true);
    setError(undefined);
    try {
      await call();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setIsRunning(false);
    }
  };
  return { isRunning, error, run };
}
