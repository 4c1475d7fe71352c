import type { Command } from './command.ts';

export const command: Command = {
  name: 'capture',
  summary: 'Turn a log, dead letters or a delivery into event files',
  run: async (args) => {
    const { runCapture } = await import('./capture/run-capture.ts');
    return await runCapture(args);
  },
};
