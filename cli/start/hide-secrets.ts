import { secretValueVariable } from '../../lib/core/env.ts';
import type { LocalValues } from '../../sandbox/deployment/declared-values.ts';
import type { DeployedApp } from '../../sandbox/deployment/deployed-apps.ts';

/** A shorter text may be part of any word. */
const MIN_LENGTH = 4;

/** Returns a function that replaces the values of declared secrets in a text for the terminal. */
export function secretsHider(apps: readonly DeployedApp[], values: LocalValues): (text: string) => string {
  const secrets = apps
    .flatMap(({ manifest }) => Object.keys(manifest.secrets))
    .map((name) => [secretValueVariable(name), values[secretValueVariable(name)] ?? ''] as const)
    .filter(([, value]) => value.length >= MIN_LENGTH);
  return (text) => secrets.reduce((hidden, [variable, value]) => hidden.replaceAll(value, `<${variable}>`), text);
}
