import type { AppManifest } from '../../lib/core/manifest.ts';

/** Reports whether an app handles neither events nor custom actions. */
export function isEmpty({ handlers, actions }: Pick<AppManifest, 'handlers' | 'actions'>): boolean {
  return handlers.length === 0 && actions.length === 0;
}

/** Says that an app has no handlers, and how to add one. */
export const HANDLER_HINT = `The app has no handlers. Add one in functions/app.ts:
  app.onWebhook('file.ready', ({ event, logger }) => logger.info('ready', { id: event.resourceId }), { name: 'file-ready' });`;
