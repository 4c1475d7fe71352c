/** Exit code for a wrong command line, as in many shells and tools. */
export const USAGE_EXIT_CODE = 2;

/** The command line is wrong. The CLI prints the message and exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
