import { SecretNotSetError } from '../core/errors.ts';

/** Words people leave in a secret they mean to fill in later. */
const PLACEHOLDER =
  /^(<.*>|\$?\{.*\}|\[.*\]|\*+|x{3,}|\.{3}|-+|_+|(re)?place[-_ ]?(holder|me)?([-_ ].*)?|change[-_ ]?(me|it|this)?|to[-_ ]?do|tbd|none|null|undefined|empty|dummy|example|secret|token|your[-_ ].*)$/i;

/** The command that sets a secret, for messages. */
export function putSecretCommand(secretId: string): string {
  return `aws secretsmanager put-secret-value --secret-id ${secretId} --secret-string '<value>'`;
}

/**
 * Reads signing secrets: one as plain text, or several as a JSON object of name to secret. White space around a secret
 * is no part of it: editors and shells add it. Empty values and placeholders are left out.
 *
 * @throws SecretNotSetError when no usable secret remains.
 */
export function parseSigningSecrets(text: string, secretId: string): readonly string[] {
  const object = parseObject(text, secretId);
  const values = object ? Object.values(object) : [text];
  const secrets = values.filter((value) => typeof value === 'string').map((value) => value.trim());
  const usable = secrets.filter(isUsableSecret);
  if (usable.length === 0) throw notSet(secretId, 'a signing secret, or a JSON object of name to signing secret');
  return usable;
}

/** What the secret with the API credentials can hold. */
export type ApiCredentials = { readonly token: string } | { readonly clientId: string; readonly clientSecret: string };

/**
 * Reads API credentials: a token as plain text or as `{"token": "..."}`, or server-to-server credentials as
 * `{"client_id": "...", "client_secret": "..."}`.
 *
 * @throws SecretNotSetError when there are none that could be used.
 */
export function parseApiCredentials(text: string, secretId: string): ApiCredentials {
  const object = parseObject(text, secretId);
  if (object && 'client_id' in object) {
    const [clientId, clientSecret] = [usableText(object.client_id), usableText(object.client_secret)];
    if (clientId && clientSecret) return { clientId, clientSecret };
  } else {
    const token = usableText(object ? object.token : text);
    if (token && /^[\x21-\x7e]+$/.test(token)) return { token };
  }
  throw notSet(
    secretId,
    'a Frame.io API token, {"token": "<token>"}, or {"client_id": "<id>", "client_secret": "<secret>"}',
  );
}

function usableText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return isUsableSecret(text) ? text : undefined;
}

/** Whether a text, trimmed, could be a secret at all. */
export function isUsableSecret(value: string): boolean {
  return value !== '' && !PLACEHOLDER.test(value);
}

function parseObject(text: string, secretId: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw notSet(secretId, 'valid JSON'); // without the parser's message, which quotes the secret
  }
}

function notSet(secretId: string, expected: string): SecretNotSetError {
  return new SecretNotSetError(
    `The secret ${secretId} does not hold ${expected} (it is empty, a placeholder, or of another form). ` +
      `Set it: ${putSecretCommand(secretId)}`,
  );
}
