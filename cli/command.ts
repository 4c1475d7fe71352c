/** A command of the CLI. Each one has a module of its own in `cli/`, which exports it as `command`. */
export interface Command {
  /** The word that the user types after `frameio-lambda`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /**
   * Runs the command and returns its exit code. Also handles `--help`. Import slow modules inside this method, because
   * the list of commands loads every command's module for its summary.
   *
   * @param args - The arguments after the command's name.
   * @throws UsageError if the arguments are wrong.
   */
  run(args: readonly string[]): Promise<number>;
}

/** What a command's module exports. */
export interface CommandModule {
  readonly command: Command;
}
