import type { Command } from './command.ts';

export const command: Command = {
  name: 'set-token',
  summary: 'Check and store the credentials for the Frame.io API',
  run: async (args) => {
    const { runSetToken } = await import('./set-token/run-set-token.ts');
    return await runSetToken(args);
  },
};
