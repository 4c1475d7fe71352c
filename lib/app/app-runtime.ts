import type { App } from './app.ts';

/** The part of an app that its entry points use. It is the same for every type of client. */
export type AppRuntime = Pick<
  App,
  'logger' | 'metrics' | 'signingSecrets' | 'hasIdempotencyStore' | 'actions' | 'preload' | 'dispatch' | 'dispatchJob'
>;
