import type { AppChange } from '../deployment/app-registration.ts';
import { escapeControls } from './escape-controls.ts';
import { formatLine } from './lines.ts';

/** Formats what changed code registers with Frame.io. */
export function formatAppChange({ manifest, needsRestart }: AppChange): string {
  const events = [...new Set(manifest.handlers.flatMap((handler) => handler.events))];
  const received = events.length === 0 ? 'no event' : escapeControls(events.join(', '));
  const lines = [formatLine('webhook', `receives ${received}`)];
  const rebuild = `must be built again for the changed ${needsRestart.join(', ')}`;
  if (needsRestart.length > 0) lines.push(formatLine('stack', rebuild));
  return lines.join('\n');
}
