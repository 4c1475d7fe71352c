import type { Command } from './command.ts';

export const command: Command = {
  name: 'set-secret',
  summary: 'Store the signing secret of a webhook or action that you created yourself',
  run: async (args) => {
    const { runSetSecret } = await import('./set-secret/run-set-secret.ts');
    return await runSetSecret(args);
  },
};
