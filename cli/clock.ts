import type { Command } from './command.ts';

export const command: Command = {
  name: 'clock',
  summary: 'Show, advance and speed up the clock of the sandbox',
  run: async (args) => {
    const { runClock } = await import('./clock/run-clock.ts');
    return await runClock(args);
  },
};
