import { parseRecord } from '../../lib/core/type-guards.ts';
import { UNNAMED } from '../../lib/registration/stored-signing-secrets.ts';
import { isFrameioResource, readSigningSecrets } from '../../lib/secrets/read-signing-secrets.ts';

/** Returns the usable signing secrets by name. A webhook as Frame.io returned it counts as its secret. */
export function signingSecretsIn(text: string): ReadonlyMap<string, string> {
  const values = parseRecord(text);
  const isSingle = values === undefined || isFrameioResource(values);
  const texts = isSingle
    ? [[UNNAMED, text] as const]
    : Object.entries(values).map(([name, value]) => [name, JSON.stringify({ [name]: value })] as const);
  const usable = texts.flatMap(([name, each]) => {
    const secret = readSigningSecrets(each).find((candidate) => candidate.secret !== undefined)?.secret;
    return secret === undefined ? [] : [[name, secret] as const];
  });
  return new Map(usable);
}
