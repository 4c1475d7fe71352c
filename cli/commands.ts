import type { CommandModule } from './command.ts';

/** Loads the module of each command by name. A command pays only for its own imports. */
export type CommandLoaders = Readonly<Record<string, () => Promise<CommandModule>>>;

/** Every command, in the order of `--help`. */
export const COMMANDS: CommandLoaders = {
  dlq: () => import('./dlq.ts'),
};
