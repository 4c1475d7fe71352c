import type { Command } from './command.ts';

export const command: Command = {
  name: 'fault',
  summary: 'Let Frame.io or AWS of the sandbox fail for a while',
  run: async (args) => {
    const { runFault } = await import('./fault/run-fault.ts');
    return await runFault(args);
  },
};
