import type { AppManifest } from '../../lib/core/manifest.ts';
import type { FrameioWebhookProps } from '../frameio-webhook-props.ts';

/**
 * Refuses props that would have no effect, because the app does not have what they are for.
 *
 * @throws Error with each of them and how to fix it.
 */
export function checkProps({ actions, store, handlers }: AppManifest, props: FrameioWebhookProps): void {
  const forActions = { isUsed: actions.length > 0, part: 'custom actions', fix: 'app.onAction(...)' };
  const forStore = { isUsed: store, part: 'store', fix: 'new App({ store: true })' };
  const isForReady = handlers.some(({ events }) => events.includes('file.ready') || events.includes('*'));
  const forReady = { isUsed: isForReady, part: 'handler of file.ready', fix: "app.onWebhook('file.ready', ...)" };
  const problems = [
    { prop: 'actions', isGiven: props.actions !== undefined, ...forActions },
    { prop: 'actionSigningSecrets', isGiven: props.actionSigningSecrets !== undefined, ...forActions },
    { prop: 'reconciliation', isGiven: props.reconciliation !== undefined, ...forReady },
    { prop: 'store', isGiven: props.store !== undefined, ...forStore },
  ]
    .filter(({ isGiven, isUsed }) => isGiven && !isUsed)
    .map(({ prop, part, fix }) => {
      return `The prop "${prop}" has no effect, because the app has no ${part}. Remove the prop, or add to app.ts: ${fix}.`;
    });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
