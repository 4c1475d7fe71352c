/** Runs a command to its exit code; what goes wrong is told in one line, as to a user. */
export function runCommand(command: () => Promise<number>): void {
  command().then(
    (exitCode) => process.exit(exitCode),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
