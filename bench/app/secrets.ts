import { setImmediate } from 'node:timers/promises';
import { ENV, fromSecretsManager, requireEnv } from '../../lib/index.ts';

const signingSecretsId = process.env[ENV.signingSecretsSecretId];

export const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));

/** `undefined` in the worker, which verifies nothing. */
export const signingSecrets = signingSecretsId ? fromSecretsManager(signingSecretsId) : undefined;

/** Resolves when the secrets are loaded, or when a request fails. */
export const secretsLoaded = Promise.all([apiCredentials.preload(), signingSecrets?.preload()]);

// Runs the event loop for a few turns, so that the requests connect while Node loads the rest, as in a deployed app.
for (let turn = 0; turn < 3; turn += 1) await setImmediate();
