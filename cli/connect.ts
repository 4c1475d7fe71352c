import type { Command } from './command.ts';

export const command: Command = {
  name: 'connect',
  summary: 'Register the app with a Frame.io account, and show the difference first',
  run: async (args) => {
    const { runConnect } = await import('./connect/run-connect.ts');
    return await runConnect(args);
  },
};
