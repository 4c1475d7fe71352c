import { resolve } from 'node:path';

/** Where the user's code is, and what its bundles contain. */
export interface AppSources {
  /**
   * Folder of the project that contains the app.
   * @default process.cwd()
   */
  readonly projectRoot?: string;
  /**
   * Folder of `app.ts` and the entry points, relative to `projectRoot`.
   * @default 'functions'
   */
  readonly functionsDirectory?: string;
  /**
   * Whether the app has only handlers of webhooks. Then the bundles leave out the code for everything else.
   * @default false
   */
  readonly onlyWebhooks?: boolean;
  /**
   * Whether the deployment has no `Reconciliation`. Then the bundles leave out the code that records events for it.
   * @default false
   */
  readonly withoutReconciliation?: boolean;
}

/** `AppSources` with the defaults. The path of the project is absolute. */
export type ResolvedSources = Required<AppSources>;

/** Returns the sources with their defaults. */
export function resolveSources({
  projectRoot = '.',
  functionsDirectory = 'functions',
  onlyWebhooks = false,
  withoutReconciliation = false,
}: AppSources = {}): ResolvedSources {
  return { projectRoot: resolve(projectRoot), functionsDirectory, onlyWebhooks, withoutReconciliation };
}
