import { ENV, fromSecretsManager, requireEnv } from '../lib/index.ts';

/** What Frame.io signs with. The version before counts too, so that rotating it drops nothing. */
export const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId), { previous: true });

/** The token for the Frame.io API. */
export const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));
