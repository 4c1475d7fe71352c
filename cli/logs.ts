import type { Command } from './command.ts';

export const command: Command = {
  name: 'logs',
  summary: 'Show what the functions logged about one delivery',
  run: async (args) => {
    const { runLogs } = await import('./logs/run-logs.ts');
    return await runLogs(args);
  },
};
