import type { Command } from './command.ts';

export const command: Command = {
  name: 'revoke-secret',
  summary: 'Stop accepting a signing secret that leaked or was replaced',
  run: async (args) => {
    const { runRevokeSecret } = await import('./revoke-secret/run-revoke-secret.ts');
    return await runRevokeSecret(args);
  },
};
