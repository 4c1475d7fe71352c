import type { Command } from './command.ts';

export const command: Command = {
  name: 'replay',
  summary: 'Send a delivery of the sandbox again',
  run: async (args) => {
    const { runReplay } = await import('./replay/run-replay.ts');
    return await runReplay(args);
  },
};
