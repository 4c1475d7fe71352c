import { rememberSecret } from '../observability/known-secrets.ts';
import type { SigningSecrets } from '../secrets/signing-secrets.ts';

/** Returns the same secrets, but remembers each before it is used, so that no log line of a handler shows it. */
export function rememberedSecrets(secrets: SigningSecrets): SigningSecrets {
  let remembered: readonly string[] | undefined;
  const remember = <Secrets extends readonly string[] | undefined>(found: Secrets): Secrets => {
    if (found && found !== remembered) {
      remembered = found;
      for (const secret of found) rememberSecret(secret);
    }
    return found;
  };
  return {
    current: async () => remember(await secrets.current()),
    newer: async () => remember(await secrets.newer()),
    preload: () => secrets.preload(),
  };
}
