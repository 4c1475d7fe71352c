/** Signs every delivery of the bench. */
export const SIGNING_SECRET = '4f1c2a7be05d9836c1e4b7a2';

/** Token for the stubbed Frame.io API, which accepts any. */
export const API_TOKEN = 'fio-u-8d0f6b3e5a9c';

/** Names of the secrets in the stubbed Secrets Manager. */
export const SECRET_IDS = { signingSecrets: 'bench/signing-secrets', apiCredentials: 'bench/api-credentials' } as const;
