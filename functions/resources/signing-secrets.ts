import { ENV, fromSecretsManager } from '../../lib/index.ts';

const secretId = process.env[ENV.signingSecretsSecretId];

/** What Frame.io signs with; nothing on a function that verifies nothing. It is asked for at once. */
export const signingSecrets = secretId ? fromSecretsManager(secretId) : undefined;

/** Resolves when it is there, or could not be had. */
export const signingSecretsLoaded = signingSecrets?.preload();
