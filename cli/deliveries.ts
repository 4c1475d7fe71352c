import type { Command } from './command.ts';

export const command: Command = {
  name: 'deliveries',
  summary: 'List, show and follow the deliveries of the sandbox',
  run: async (args) => {
    const { runDeliveries } = await import('./deliveries/run-deliveries.ts');
    return await runDeliveries(args);
  },
};
