import { resolve } from 'node:path';

/** Where the user's code is. */
export interface AppSources {
  /** Absolute path of the project. */
  readonly projectRoot: string;
  /** Folder of `app.ts` and the entry points, from the root of the project. */
  readonly functionsDirectory: string;
}

/** The user's code as a deployment bundles it. */
export interface BundledSources extends AppSources {
  /** Whether the app has only handlers of webhooks. Then the bundles leave out the code for everything else. */
  readonly onlyWebhooks: boolean;
}

/** Returns the sources that the props of a construct name. */
export function readAppSources({
  projectRoot = '.',
  functionsDirectory = 'functions',
}: Partial<AppSources>): AppSources {
  return { projectRoot: resolve(projectRoot), functionsDirectory };
}
