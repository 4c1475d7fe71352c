import type { Command } from './command.ts';

export const command: Command = {
  name: 'webhooks',
  summary: 'List, show and delete the webhooks of a Frame.io account',
  run: async (args) => {
    const { runWebhooks } = await import('./webhooks/run-webhooks.ts');
    return await runWebhooks(args);
  },
};
