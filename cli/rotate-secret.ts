import type { Command } from './command.ts';

export const command: Command = {
  name: 'rotate-secret',
  summary: 'Replace the signing secret of the webhooks without refusing a delivery',
  run: async (args) => {
    const { runRotateSecret } = await import('./rotate-secret/run-rotate-secret.ts');
    return await runRotateSecret(args);
  },
};
