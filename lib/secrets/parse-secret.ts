import { SecretNotSetError } from '../errors.ts';

/** Words people leave in a secret they mean to fill in later. */
const PLACEHOLDER =
  /^(<.*>|\$?\{.*\}|\[.*\]|\*+|x{3,}|\.{3}|-+|_+|(re)?place[-_ ]?(holder|me)?([-_ ].*)?|change[-_ ]?(me|it|this)?|to[-_ ]?do|tbd|none|null|undefined|empty|dummy|example|secret|token|your[-_ ].*)$/i;

/** The command that sets a secret, for messages. */
export function commandToSet(secretId: string): string {
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
  const usable = secrets.filter(isUsable);
  if (usable.length === 0) throw notSet(secretId, 'a signing secret, or a JSON object of name to signing secret');
  return usable;
}

/**
 * Reads an API token: plain text, or `{"token": "..."}`.
 *
 * @throws SecretNotSetError when there is none that could be sent in a header.
 */
export function parseToken(text: string, secretId: string): string {
  const object = parseObject(text, secretId);
  const value = object ? object.token : text;
  const token = typeof value === 'string' ? value.trim() : '';
  if (!isUsable(token) || !/^[\x21-\x7e]+$/.test(token)) {
    throw notSet(secretId, 'a Frame.io API token, or {"token": "<token>"}');
  }
  return token;
}

/** Whether a text, trimmed, could be a secret at all. */
export function isUsable(value: string): boolean {
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
      `Set it: ${commandToSet(secretId)}`,
  );
}
