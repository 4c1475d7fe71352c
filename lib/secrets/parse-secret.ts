import { SecretNotSetError } from '../core/errors.ts';
import { putSecretCommand } from './secret-commands.ts';

/** Matches a text that marks a secret to be set later. */
const PLACEHOLDER =
  /^(<.*>|\$?\{.*\}|\[.*\]|\*+|x{3,}|\.{3}|-+|_+|(re)?place[-_ ]?(holder|me)?([-_ ].*)?|change[-_ ]?(me|it|this)?|to[-_ ]?do|tbd|none|null|undefined|empty|dummy|example|secret|token|your[-_ ].*)$/i;

/** An access token that a rotation stored beside its credentials. */
export interface StoredAccessToken {
  readonly accessToken: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Server-to-server credentials of Adobe IMS, with the token of the last rotation. */
export interface ServerToServerCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `undefined` if no rotation has stored one. */
  readonly stored?: StoredAccessToken;
}

/** Credentials for the API: a token, or server-to-server credentials. */
export type ApiCredentials = { readonly token: string } | ServerToServerCredentials;

/**
 * Parses API credentials: a token as plain text or as `{"token": "..."}`, or server-to-server credentials as
 * `{"client_id": "...", "client_secret": "..."}`. A rotation adds `token` and `token_expires_at` to the latter.
 *
 * @throws SecretNotSetError when the text holds no usable credentials.
 */
export function parseApiCredentials(text: string, secretId: string): ApiCredentials {
  const object = parseObject(text, secretId);
  if (object && 'client_id' in object) {
    const [clientId, clientSecret] = [trimIfUsable(object.client_id), trimIfUsable(object.client_secret)];
    if (clientId && clientSecret) return { clientId, clientSecret, ...readStoredToken(object) };
  } else {
    const token = trimIfUsable(object ? object.token : text);
    if (token && /^[\x21-\x7e]+$/.test(token)) return { token };
  }
  throw notSet(
    secretId,
    'a Frame.io API token, {"token": "<token>"}, or {"client_id": "<id>", "client_secret": "<secret>"}',
  );
}

function readStoredToken({
  token,
  token_expires_at,
}: Record<string, unknown>): Pick<ServerToServerCredentials, 'stored'> {
  const expiresAt = Math.floor(Date.parse(String(token_expires_at)) / 1_000);
  return typeof token === 'string' && !Number.isNaN(expiresAt) ? { stored: { accessToken: token, expiresAt } } : {};
}

/**
 * Parses any secret: text, or JSON that its reader parses. It trims white space, which editors and shells add.
 *
 * @throws SecretNotSetError when the text is empty, a placeholder or an empty JSON object.
 */
export function parseSecretText(text: string, secretId: string): string {
  const usable = usableText(text);
  if (usable === undefined) throw notSet(secretId, 'a value');
  return usable;
}

/** Returns the trimmed text of any secret, or `undefined` if it is empty, a placeholder or an empty JSON object. */
export function usableText(text: string): string | undefined {
  return trimIfUsable(text) ?? (isJsonWithValues(text) ? text.trim() : undefined);
}

/** Returns the trimmed text, or `undefined` if the value is no text, empty or a placeholder. */
function trimIfUsable(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return isUsableSecret(text) ? text : undefined;
}

function isJsonWithValues(text: string): boolean {
  try {
    return Object.keys(JSON.parse(text) ?? {}).length > 0;
  } catch {
    return false;
  }
}

/** Reports whether a trimmed text is neither empty nor a placeholder. */
export function isUsableSecret(value: string): boolean {
  return value !== '' && !PLACEHOLDER.test(value);
}

function parseObject(text: string, secretId: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw notSet(secretId, 'valid JSON'); // omits the parser's message, which quotes the secret
  }
}

/** Returns the error for a secret without a usable value. */
export function notSet(
  secretId: string,
  expected: string,
  found = 'it is empty, a placeholder or malformed',
): SecretNotSetError {
  return new SecretNotSetError(
    `The secret ${secretId} does not hold ${expected} (${found}). ` + `Set it: ${putSecretCommand(secretId)}`,
  );
}
