import type { AppRuntime } from '../../lib/app/app-runtime.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { currentTest } from '../isolation/test-context.ts';
import type { RunLog } from './run-log.ts';

/** The part of an `App` that the test kit uses. It is the same for every client. */
export interface AppUnderTest extends AppRuntime {
  readonly manifest: AppManifest;
  onError(
    handler: (
      error: unknown,
      context: { readonly kind: string; readonly action?: { readonly interactionId: string } },
    ) => void,
  ): unknown;
}

/** Returns the app for its entry points. The log receives what its handlers did. */
export function recordedApp(app: AppUnderTest, log: RunLog): AppRuntime {
  return {
    logger: app.logger,
    metrics: app.metrics,
    signingSecrets: app.signingSecrets,
    hasIdempotencyStore: app.hasIdempotencyStore,
    actions: app.actions,
    preload: () => app.preload(),
    dispatch: async (event, budgetMs, details) => {
      const results = await app.dispatch(event, budgetMs, details);
      if (details) log.addHandlers(details, results);
      return results;
    },
    dispatchJob: async (job, budgetMs, details) => {
      const results = await app.dispatchJob(job, budgetMs, details);
      log.addJob(details, job.body, results);
      return results;
    },
  };
}

const observed = new WeakSet<AppUnderTest>();

/** Passes the log lines and the errors of an app to the test that they belong to. */
export function observeApp(app: AppUnderTest): void {
  if (observed.has(app)) return;
  observed.add(app);
  app.onError((error, { action }) => currentTest()?.failed(error, action?.interactionId));
  const { logger } = app;
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    const write = logger[level];
    logger[level] = (message, ...attributes) => {
      const test = currentTest();
      if (test) test.log(level, message, Object.assign({}, ...attributes));
      else write(message, ...attributes);
    };
  }
}
