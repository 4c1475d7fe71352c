/** What every delivery of the benchmark is signed with, whoever receives it. */
export const SIGNING_SECRET = '4f1c2a7be05d9836c1e4b7a2';

/** Token for the Frame.io API, which no one checks here. */
export const API_TOKEN = 'fio-u-8d0f6b3e5a9c';

/** Names of the secrets in Secrets Manager. */
export const SECRET_IDS = { signingSecrets: 'bench/signing-secrets', apiCredentials: 'bench/api-credentials' } as const;
