import { quoteForShell } from '../../cdk/quote-for-shell.ts';
import { DEFAULT_STATE_FOLDER } from '../persistence/queue-addresses.ts';

/** What the terminal needs to say what happens next. */
export interface TerminalContext {
  /** Time of the sandbox's clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Path of the state folder. Without one, no command can read the queues. */
  readonly statePath: string | undefined;
  /** Whether to show the entries of the framework's log. */
  readonly showsLogs: boolean;
}

/** Formats the options with which `dlq` finds the queues of the sandbox. */
export function sandboxOptions(statePath: string): string {
  return statePath === DEFAULT_STATE_FOLDER ? '--sandbox' : `--sandbox --state ${quoteForShell(statePath)}`;
}
