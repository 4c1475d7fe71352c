import { safeName } from '../../lib/secrets/read-signing-secrets.ts';
import { signingSecretsIn } from '../stack/signing-secrets-in.ts';
import { UsageError } from '../usage-error.ts';

/** The versions of a stored secret. */
export interface StoredVersions {
  readonly current: string;
  readonly previous: string | undefined;
}

/** What a revocation changes. */
export interface Revocation {
  /** Text to store. */
  readonly text: string;
  /** Names of the signing secrets that verify no more. */
  readonly revoked: readonly string[];
  /** Names of the signing secrets that still verify. */
  readonly kept: readonly string[];
}

/**
 * Decides which signing secrets remain.
 *
 * @param name - Signing secret to remove, or the id at the end of its name. `undefined` to end the overlap only.
 * @throws UsageError if there is no such signing secret. The message repeats no argument, because it may be a secret.
 * @throws Error if no signing secret would remain.
 */
export function planRevocation({ current, previous = '' }: StoredVersions, name: string | undefined): Revocation {
  const [before, older] = [signingSecretsIn(current), signingSecretsIn(previous)];
  const isWanted = (key: string) => name !== undefined && (key === name || key.endsWith(`/${name}`));
  const candidates = [...before.keys(), ...older.keys()];
  if (name !== undefined && !candidates.some(isWanted)) throw unknownName(candidates);
  const removed = [...before, ...older].filter(([key]) => isWanted(key)).map(([, secret]) => secret);
  const kept = new Map([...before].filter(([, secret]) => !removed.includes(secret)));
  if (kept.size === 0) {
    throw new Error(
      'No signing secret would remain, and the endpoint would refuse every request. Replace it first with rotate-secret.',
    );
  }
  const remaining = new Set(kept.values());
  const revoked = [...before, ...older].flatMap(([key, secret]) => {
    if (remaining.has(secret)) return [];
    return kept.has(key) ? `${safeName(key)} (previous value)` : safeName(key);
  });
  return {
    text: kept.size === before.size ? current : JSON.stringify(Object.fromEntries(kept)),
    revoked: [...new Set(revoked)],
    kept: [...kept.keys()].map(safeName),
  };
}

function unknownName(names: readonly string[]): UsageError {
  const known = [...new Set(names)].map(safeName).join(', ') || 'none';
  return new UsageError(`There is no signing secret with this name. Stored signing secrets: ${known}.`);
}
