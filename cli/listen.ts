import type { Command } from './command.ts';

export const command: Command = {
  name: 'listen',
  summary: 'Run the app on this machine for the events of a Frame.io account',
  run: async (args) => {
    const { runListen } = await import('./listen/run-listen.ts');
    return await runListen(args);
  },
};
