import type { Command } from './command.ts';

export const command: Command = {
  name: 'actions',
  summary: 'List the custom actions of a Frame.io account',
  run: async (args) => {
    const { runActions } = await import('./actions/run-actions.ts');
    return await runActions(args);
  },
};
