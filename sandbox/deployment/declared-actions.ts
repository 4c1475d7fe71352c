import type { AppManifest } from '../../lib/core/manifest.ts';
import { isRecord, recordOf } from '../../lib/core/type-guards.ts';

/** A custom action of an app, as the manifest lists it. */
export interface DeclaredAction {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly multiAsset: boolean;
  readonly timeoutSeconds: number;
}

/** Returns the custom actions of an app. An app that was built without actions has none. */
export function declaredActions(manifest: AppManifest): readonly DeclaredAction[] {
  const { actions }: { readonly actions?: unknown } = recordOf(manifest);
  return Array.isArray(actions) ? actions.flatMap(readAction) : [];
}

function readAction(value: unknown): readonly DeclaredAction[] {
  if (!isRecord(value)) return [];
  const { key, name, description, multiAsset = false, timeoutSeconds = 5 } = value;
  if (typeof key !== 'string' || typeof name !== 'string' || typeof description !== 'string') return [];
  if (typeof multiAsset !== 'boolean' || typeof timeoutSeconds !== 'number') return [];
  return [{ key, name, description, multiAsset, timeoutSeconds }];
}
