import { ENV, fromSecretsManager } from 'frameio-lambda';

const secretId = process.env[ENV.signingSecretsSecretId];

/** Signing secrets of the webhooks; `undefined` in the worker, which verifies no signature. The request starts at import. */
export const signingSecrets = secretId ? fromSecretsManager(secretId) : undefined;

/** Resolves when the secrets are loaded, or when the request fails. */
export const signingSecretsLoaded = signingSecrets?.preload();
