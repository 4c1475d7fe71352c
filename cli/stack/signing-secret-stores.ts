import type { SigningSecretStores } from '../../lib/registration/signing-secret-store.ts';
import { StoredSigningSecrets } from '../../lib/registration/stored-signing-secrets.ts';
import type { DeployedStack } from './deployed-stack.ts';

/** Returns the stored secrets of a deployed app. */
export function signingSecretStoresOf({ secretIds, secretsLocation }: DeployedStack): SigningSecretStores {
  const { signingSecrets, actionSigningSecrets } = secretIds;
  return {
    webhook: new StoredSigningSecrets(signingSecrets, secretsLocation),
    ...(actionSigningSecrets !== undefined && {
      action: new StoredSigningSecrets(actionSigningSecrets, secretsLocation),
    }),
  };
}
