import type { Command } from './command.ts';

export const command: Command = {
  name: 'fault',
  summary: 'Let the Frame.io of the sandbox answer errors for a while',
  run: async (args) => {
    const { runFault } = await import('./fault/run-fault.ts');
    return await runFault(args);
  },
};
