import { ENV, fromSecretsManager, requireEnv } from '../../lib/index.ts';

/** The token for the Frame.io API, or server-to-server credentials. They are asked for at once. */
export const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));

/** Resolves when they are there, or could not be had. */
export const apiCredentialsLoaded = apiCredentials.preload();
