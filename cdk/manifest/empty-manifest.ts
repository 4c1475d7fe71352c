import type { AppManifest } from '../../lib/core/manifest.ts';

/** Manifest of the app of a stack that is not deployed. */
export const EMPTY_MANIFEST: AppManifest = {
  version: 1,
  handlers: [],
  actions: [],
  jobs: [],
  env: {},
  secrets: {},
  store: false,
};
