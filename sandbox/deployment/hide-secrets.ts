import { secretValueVariable } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import type { LocalValues } from './declared-values.ts';

/** A shorter text may be part of any word. */
const MIN_LENGTH = 4;

/** Returns a function that replaces the values of declared secrets in a text for the terminal. */
export function secretsHider(manifest: AppManifest, values: LocalValues): (text: string) => string {
  const secrets = Object.keys(manifest.secrets)
    .map((name) => [secretValueVariable(name), values[secretValueVariable(name)] ?? ''] as const)
    .filter(([, value]) => value.length >= MIN_LENGTH);
  return (text) => secrets.reduce((hidden, [variable, value]) => hidden.replaceAll(value, `<${variable}>`), text);
}
