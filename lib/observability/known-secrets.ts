import { isSecretName } from './labelled-values.ts';

/** Minimum length of a known secret in characters. A shorter one would hide ordinary words. */
const MIN_LENGTH = 8;

/** Minimum length in characters of a text in JSON whose name does not say that it is a secret, such as a region. */
const MIN_UNNAMED_LENGTH = 16;

/** Maximum number of tokens to remember. A token lives for hours, so older ones have expired. */
const MAX_TOKENS = 100;

/** The forms of each secret. */
const stored = new Map<string, readonly string[]>();
const tokens = new Map<string, readonly string[]>();

/** The forms of all secrets, the longest first, because a secret may contain another one. */
let forms: readonly string[] = [];

/** Remembers a secret, so that no log line shows it. If the secret is JSON, also remembers the texts in it. */
export function rememberSecret(secret: string): void {
  if (stored.has(secret)) return;
  for (const text of [secret, ...textsIn(parseJson(secret), MIN_UNNAMED_LENGTH)]) stored.set(text, formsOf(text));
  updateForms();
}

/** Remembers an access token, so that no log line shows it. Of many tokens, keeps the last 100. */
export function rememberToken(token: string): void {
  if (tokens.has(token)) return;
  const [oldest] = tokens.keys();
  if (oldest !== undefined && tokens.size >= MAX_TOKENS) tokens.delete(oldest);
  tokens.set(token, formsOf(token));
  updateForms();
}

/** Returns every remembered secret as it is, as in JSON, and as in a URL. The longest text comes first. */
export function knownSecrets(): readonly string[] {
  return forms;
}

function updateForms(): void {
  forms = [...new Set([...stored.values(), ...tokens.values()].flat())].sort((a, b) => b.length - a.length);
}

function formsOf(secret: string): readonly string[] {
  if (secret.length < MIN_LENGTH) return [];
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}

function parseJson(text: string): unknown {
  try {
    return /^\s*[[{]/.test(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function textsIn(value: unknown, minLength: number): readonly string[] {
  if (typeof value === 'string') return value.length < minLength ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, isSecretName(name) ? MIN_LENGTH : minLength));
}
