import { secretValueVariable } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import type { LocalValues } from './declared-values.ts';

/** A shorter text may be part of any word. */
const MIN_LENGTH = 4;

/**
 * Returns a function that replaces the values of declared secrets in a text for the terminal.
 *
 * @param others - Further secrets, by the name to show in their place.
 */
export function secretsHider(
  manifest: AppManifest,
  values: LocalValues,
  others: Readonly<Record<string, string>> = {},
): (text: string) => string {
  const declared = Object.keys(manifest.secrets).map(secretValueVariable);
  const secrets = [...declared.map((name) => [name, values[name] ?? ''] as const), ...Object.entries(others)].filter(
    ([, value]) => value.length >= MIN_LENGTH,
  );
  return (text) => secrets.reduce((hidden, [variable, value]) => hidden.replaceAll(value, `<${variable}>`), text);
}
