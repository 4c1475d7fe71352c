import type { CommandModule } from './command.ts';

/** Functions that load a command's module, by name. Running a command loads no other command. */
export type CommandLoaders = Readonly<Record<string, () => Promise<CommandModule>>>;

/** Every command, in the order of `--help`. */
export const COMMANDS: CommandLoaders = {
  init: () => import('./init.ts'),
  start: () => import('./start.ts'),
  send: () => import('./send.ts'),
  replay: () => import('./replay.ts'),
  deliveries: () => import('./deliveries.ts'),
  clock: () => import('./clock.ts'),
  fault: () => import('./fault.ts'),
  listen: () => import('./listen.ts'),
  capture: () => import('./capture.ts'),
  deploy: () => import('./deploy.ts'),
  connect: () => import('./connect.ts'),
  webhooks: () => import('./webhooks.ts'),
  actions: () => import('./actions.ts'),
  'set-token': () => import('./set-token.ts'),
  'set-secret': () => import('./set-secret.ts'),
  'rotate-secret': () => import('./rotate-secret.ts'),
  'revoke-secret': () => import('./revoke-secret.ts'),
  dlq: () => import('./dlq.ts'),
  doctor: () => import('./doctor.ts'),
  logs: () => import('./logs.ts'),
};
