import type { Command } from './command.ts';

export const command: Command = {
  name: 'send',
  summary: 'Send an event or a click on an action to the sandbox or any URL',
  run: async (args) => {
    const { runSend } = await import('./send/run-send.ts');
    return await runSend(args);
  },
};
