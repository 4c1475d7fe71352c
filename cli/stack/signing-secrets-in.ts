import { parseRecord } from '../../lib/core/type-guards.ts';
import { readSigningSecrets } from '../../lib/secrets/read-signing-secrets.ts';

/** Name of a signing secret that stands alone. */
export const UNNAMED = 'unnamed';

/** Returns the usable signing secrets by name. A webhook as Frame.io returned it counts as its secret. */
export function signingSecretsIn(text: string): ReadonlyMap<string, string> {
  const values = parseRecord(text) ?? { [UNNAMED]: text };
  const [single] = readSigningSecrets(text).filter(({ key, secret }) => secret !== undefined && key === 'secret');
  if (single?.secret !== undefined) return new Map([[UNNAMED, single.secret]]);
  const usable = Object.entries(values).flatMap(([key, value]) => {
    const found = readSigningSecrets(JSON.stringify({ [key]: value })).find(({ secret }) => secret !== undefined);
    return found?.secret === undefined ? [] : [[key, found.secret] as const];
  });
  return new Map(usable);
}
