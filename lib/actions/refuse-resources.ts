import type { ManifestAction } from '../core/manifest.ts';
import type { ActionEvent } from '../events/action-event.ts';
import { type Message, message } from './message.ts';

const NAMES: Readonly<Record<string, string>> = { file: 'files', folder: 'folders', version_stack: 'version stacks' };

/** Returns the message for a person who selected assets that the action does not accept; otherwise `undefined`. */
export function refuseResources(
  { name, multiAsset, resourceTypes }: ManifestAction,
  { resources }: ActionEvent,
): Message | undefined {
  if (resources.length > 1 && !multiAsset) {
    return message(name, `This action works on one asset at a time, and ${resources.length} are selected.`);
  }
  const accepted: ReadonlySet<string> = new Set(resourceTypes);
  if (resources.every(({ type }) => accepted.has(type))) return undefined;
  const list = resourceTypes.map((type) => NAMES[type]).join(' and ');
  return message(name, `This action works on ${list} only. Select other assets and run it again.`);
}
