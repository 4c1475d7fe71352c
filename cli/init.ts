import type { Command } from './command.ts';

export const command: Command = {
  name: 'init',
  summary: 'Create a project in the current folder',
  run: async (args) => {
    const { runInit } = await import('./init/run-init.ts');
    return await runInit(args);
  },
};
