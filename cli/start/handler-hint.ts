/** Says that an app has no handlers, and how to add one. */
export const HANDLER_HINT = `The app has no handlers. Add one in functions/app.ts:
  app.onWebhook('file.ready', ({ event, logger }) => logger.info('ready', { id: event.resourceId }), { name: 'file-ready' });`;
