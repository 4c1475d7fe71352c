import { useEffect, useState } from 'preact/hooks';
import { callApi } from './api.ts';
import { codeChange } from './live.ts';
import type { SandboxApp } from '../../sandbox-api.ts';

/** What the app handles, and what the sandbox can send to it. */
export type AppDescription = SandboxApp;

/** Reads the description of the app, again after each change of its code. */
export function useApp(): AppDescription | undefined {
  const [app, setApp] = useState<AppDescription>();
  const change = codeChange.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the code changes the app
  useEffect(() => {
    callApi<AppDescription>('GET', '/sandbox/app').then(setApp, () => undefined);
  }, [change]);
  return app;
}
