import type { Command } from './command.ts';

export const command: Command = {
  name: 'dlq',
  summary: 'List, show and redrive dead-lettered deliveries',
  run: async (args) => {
    const { runDlq } = await import('./dlq/run-dlq.ts');
    return await runDlq(args);
  },
};
