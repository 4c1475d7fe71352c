import { useEffect, useState } from 'preact/hooks';
import type { SandboxApp } from '../../sandbox-api.ts';
import { callApi } from './api.ts';
import { codeChange } from './live.ts';

/** What the app handles, and what the sandbox can send to it. */
export type AppDescription = SandboxApp;

/** Reads the description of the app, again after each change of its code. */
export function useApp(): AppDescription | undefined {
  const [app, setApp] = useState<AppDescription>();
  const change = codeChange.value;
  useEffect(() => {
    callApi<AppDescription>('GET', '/sandbox/app').then(setApp, () => undefined);
  }, [change]);
  return app;
}
