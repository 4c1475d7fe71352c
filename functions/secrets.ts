import { setImmediate } from 'node:timers/promises';
import { ENV, fromSecretsManager, requireEnv } from '../lib/index.ts';

/** What Frame.io signs with. */
export const signingSecrets = fromSecretsManager(requireEnv(ENV.signingSecretsSecretId));

/** The token for the Frame.io API, or server-to-server credentials. */
export const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));

/** Both are asked for side by side. Resolves when they are there, or could not be had. */
export const secretsLoaded = Promise.all([signingSecrets.preload(), apiCredentials.preload()]);

// A few turns of the event loop, in which the connections begin: they are made while what is imported after this file,
// the handlers above all, is loaded. How far they get is the network's affair; `secretsLoaded` is what is waited for.
for (let turn = 0; turn < 3; turn += 1) await setImmediate();
