/** The terminal and npm may both forward one Ctrl+C. Signals within this time count as one. */
const DUPLICATE_SIGNAL_MS = 500;

/** Returns a signal that aborts at Ctrl+C or SIGTERM, so that a command can clean up. A second Ctrl+C exits at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let interruptedAt = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      interruptedAt = performance.now();
      controller.abort(new Error('The command was interrupted.'));
    } else if (performance.now() - interruptedAt > DUPLICATE_SIGNAL_MS) process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return controller.signal;
}
