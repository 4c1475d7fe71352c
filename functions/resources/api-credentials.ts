import { ENV, fromSecretsManager, requireEnv } from 'frameio-lambda';

/** The token for the Frame.io API, or server-to-server credentials. The request starts at import. */
export const apiCredentials = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));

/** Resolves when the credentials are loaded, or when the request fails. */
export const apiCredentialsLoaded = apiCredentials.preload();
