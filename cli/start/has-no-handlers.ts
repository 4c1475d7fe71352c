import type { AppManifest } from '../../lib/core/manifest.ts';

/** Reports whether an app handles neither events nor custom actions. */
export function hasNoHandlers({ handlers, actions }: Pick<AppManifest, 'handlers' | 'actions'>): boolean {
  return handlers.length === 0 && actions.length === 0;
}
