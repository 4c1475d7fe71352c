import type { Command } from './command.ts';

export const command: Command = {
  name: 'doctor',
  summary: 'Find out what is wrong with a deployed app, and how to fix it',
  run: async (args) => {
    const { runDoctor } = await import('./doctor/run-doctor.ts');
    return await runDoctor(args);
  },
};
