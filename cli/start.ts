import type { Command } from './command.ts';

export const command: Command = {
  name: 'start',
  summary: 'Run the app locally, with a local Frame.io and local AWS services',
  run: async (args) => {
    const { runStart } = await import('./start/run-start.ts');
    return await runStart(args);
  },
};
