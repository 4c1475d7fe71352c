import type { SigningSecretStore, SigningSecretStores } from '../../lib/registration/signing-secret-store.ts';
import { StoredSigningSecrets } from '../../lib/registration/stored-signing-secrets.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { describeSecretFailure } from './secret-text.ts';

/** Returns the stored secrets of a deployed app. Their errors say which secret or permission is missing. */
export function signingSecretStoresOf({ secretIds, secretsLocation }: DeployedStack): SigningSecretStores {
  const { signingSecrets, actionSigningSecrets } = secretIds;
  const storeOf = (secretId: string): SigningSecretStore => {
    const store = new StoredSigningSecrets(secretId, secretsLocation);
    const fail = (error: unknown) => Promise.reject(describeSecretFailure(error, secretId));
    return {
      read: () => store.read().catch(fail),
      add: (name, secret) => store.add(name, secret).catch(fail),
      remove: (names) => store.remove(names).catch(fail),
    };
  };
  return {
    webhook: storeOf(signingSecrets),
    ...(actionSigningSecrets !== undefined && { action: storeOf(actionSigningSecrets) }),
  };
}
