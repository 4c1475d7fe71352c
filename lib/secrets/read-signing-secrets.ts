import { isRecord } from '../core/type-guards.ts';
import { isUsableSecret } from './parse-secret.ts';

/** Why a value is not used as a signing secret. */
export type SigningSecretRefusal =
  | 'empty'
  | 'placeholder'
  | 'not_text'
  | 'malformed_json'
  | 'other_field'
  | 'url'
  | 'uuid'
  | 'date'
  | 'invalid_characters'
  | 'too_short';

/** A value in a stored secret: a signing secret, or the reason why it is not used as one. */
export interface SigningSecretCandidate {
  /** Its place in the JSON object, such as `dailies.url`. `undefined` for plain text. */
  readonly key: string | undefined;
  readonly secret?: string;
  readonly reason?: SigningSecretRefusal;
}

const MIN_LENGTH = 16;

/** Matches a URL with or without a scheme, and an ARN. */
const URL_LIKE = /^([a-z][a-z\d+.-]*:\/\/|\/\/|arn:|www\.|[\w-]+(\.[\w-]+)+(:\d+)?\/)/i;
const UUID = /^(urn:uuid:)?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DATE = /^\d{4}-\d\d-\d\d/;

/**
 * Reads signing secrets: one as plain text, or a JSON object of name to secret. A webhook or custom action, as Frame.io
 * returns it, counts as its field `secret`, also as a value of the object. Trims white space, which editors and shells add.
 */
export function readSigningSecrets(text: string): readonly SigningSecretCandidate[] {
  if (!text.trimStart().startsWith('{')) return readValue(undefined, text);
  try {
    return readObject(JSON.parse(text), '');
  } catch {
    return [{ key: undefined, reason: 'malformed_json' }]; // omits the parser's message, which quotes the secret
  }
}

/** Returns why a trimmed text cannot be a signing secret, or `undefined` if it can. */
export function refusalOf(text: string): SigningSecretRefusal | undefined {
  if (text === '') return 'empty';
  if (!isUsableSecret(text)) return 'placeholder';
  if (URL_LIKE.test(text)) return 'url';
  if (UUID.test(text)) return 'uuid';
  if (DATE.test(text)) return 'date';
  if (/[^\x21-\x7e]/.test(text)) return 'invalid_characters';
  return text.length < MIN_LENGTH ? 'too_short' : undefined;
}

function readObject(object: Record<string, unknown>, path: string): readonly SigningSecretCandidate[] {
  const onlySecret = isFrameioResource(object);
  return Object.entries(object).flatMap(([name, value]): readonly SigningSecretCandidate[] => {
    const key = path + safeName(name);
    if (onlySecret && name !== 'secret') return [{ key, reason: 'other_field' }];
    return isRecord(value) && isFrameioResource(value) ? readObject(value, `${key}.`) : readValue(key, value);
  });
}

/** Reports whether the object is a webhook or a custom action: each has an id and a URL. */
export function isFrameioResource(object: Record<string, unknown>): boolean {
  return ['id', 'url', 'workspace_id'].some((name) => name in object) || ('secret' in object && 'name' in object);
}

function readValue(key: string | undefined, value: unknown): readonly SigningSecretCandidate[] {
  if (typeof value !== 'string') return [{ key, reason: 'not_text' }];
  const secret = value.trim();
  const reason = refusalOf(secret);
  return [reason ? { key, reason } : { key, secret }];
}

/** Matches the name that a registration gives: `<account id>/<id>`. */
const REGISTRATION_NAME = /^[\da-f-]{36}\/[\da-f-]{36}$/i;

/** Matches words with or without short numbers, such as `studio-berlin-2026`. A secret mixes letters and digits. */
const WORDS = /^[a-z]+([-._ ]([a-z]+|\d{1,4}))*$/i;

/** Shortens a long name with digits, which may be a secret in the place of its name. */
export function safeName(name: string): string {
  if (REGISTRATION_NAME.test(name) || WORDS.test(name)) return name;
  return name.length >= MIN_LENGTH && /\d/.test(name) ? `${name.slice(0, 3)}…` : name;
}
