import type { ManifestAction } from '../../../lib/core/manifest.ts';
import { CREATE_ACTION } from '../state/action-fields.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { checkFields } from '../validation/check-fields.ts';

/**
 * Registers the custom actions of an app, as its deployment does. An action that an earlier start registered keeps its id
 * and its secret, and one that the app no longer has is deleted. An action that `connect` created for the same URL counts as
 * registered too.
 *
 * @param url - Where the requests go.
 * @returns The secrets, by the key of the action.
 * @throws Error if Frame.io would refuse an action.
 */
export function registerActions(
  { actions, user }: Pick<FrameioState, 'actions' | 'user'>,
  declared: readonly ManifestAction[],
  url: string,
): Readonly<Record<string, string>> {
  for (const { action, isRegistered } of actions.list()) {
    if (isRegistered && !declared.some(({ key }) => key === action.event)) actions.delete(action.id);
  }
  const secrets = declared.map((declaration) => {
    const data = checkedData(declaration, url);
    const withKey = actions.list().filter(({ action }) => action.event === declaration.key);
    const known = withKey.find(({ isRegistered }) => isRegistered) ?? withKey.find(({ action }) => action.url === url);
    const stored = known && actions.update(known.action.id, { ...data, active: true }, { isRegistered: true });
    const { secret } = stored ?? actions.create(data, user, { isRegistered: true });
    return [declaration.key, secret] as const;
  });
  return Object.fromEntries(secrets);
}

function checkedData({ key, name, description, multiAsset, timeoutSeconds }: ManifestAction, url: string) {
  const data = { name, description, event: key, url, multi_asset: multiAsset, timeout: timeoutSeconds };
  const checked = checkFields({ data }, CREATE_ACTION);
  if (checked.ok) return checked.value.data;
  const reasons = checked.errors.map(({ source, detail }) => `${source?.pointer.replace('/data/', '')}: ${detail}`);
  throw new Error(`Frame.io refuses the action ${JSON.stringify(key)}. Correct it in the app: ${reasons.join('; ')}.`);
}
