import { setImmediate } from 'node:timers/promises';
import { ENV, fromSecretsManager, requireEnv } from '../lib/index.ts';

/** What Frame.io signs with. */
export const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));

/** The token for the Frame.io API. */
export const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));

/** Resolves when both have been fetched, or could not be. */
export const secretsLoaded = Promise.all([signingSecrets.preload(), apiCredentials.preload()]);

// The requests leave here; what is imported after this file is loaded while they are on their way.
await setImmediate();
