import { formatCommandError } from './format-command-error.ts';
import { USAGE_EXIT_CODE, UsageError } from './usage-error.ts';

/** Runs a command and exits with its exit code. Reports an error as one line, without a stack trace. */
export function runCommand(command: () => Promise<number>): void {
  command().then(
    (exitCode) => process.exit(exitCode),
    (error: unknown) => {
      console.error(formatCommandError(error));
      process.exit(error instanceof UsageError ? USAGE_EXIT_CODE : 1);
    },
  );
}
