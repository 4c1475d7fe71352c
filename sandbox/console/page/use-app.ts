import type { SandboxApp } from '../../sandbox-api.ts';
import { useApi } from './use-api.ts';

/** What the app handles, and what the sandbox can send to it. */
export type AppDescription = SandboxApp;

/** Reads the description of the app, again after each change of it. */
export function useApp(): AppDescription | undefined {
  return useApi<AppDescription>('/sandbox/app', ({ kind }) => kind === 'app_changed').answer;
}
