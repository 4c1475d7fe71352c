const REDACTED = '[redacted]';

/** Maximum length of a text in a log line, in characters. Lambda truncates lines over 256 KB. */
const MAX_TEXT_LENGTH = 10_000;

/** Endings of names of secrets in headers, queries, JSON and objects: `client_secret`, `X-Amz-Security-Token`. */
const NAMES = 'authorization|credential|password|secret|signature|token|api[-_]?key';

const SECRET_NAME = new RegExp(`(${NAMES}|cookie)$`, 'i');

/**
 * Patterns of secrets in any text, each with its replacement. A value in angle brackets is a placeholder in a message that
 * explains how to set a secret, so it stays. Every pattern runs in linear time.
 */
const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [
    new RegExp(
      `(${NAMES})(\\\\?["']?\\s{0,8}[:=]\\s{0,8})("[^"<][^"]*"|'[^'<][^']*'|\\\\?["']?((bearer|basic)\\s+)?[^\\s"',;&<>\\\\]+)`,
      'gi',
    ),
    `$1$2${REDACTED}`,
  ],
  [/\b(bearer\s+)(?!\[redacted\])[^\s"',;<>\\]+/gi, `$1${REDACTED}`],
  [/\bfio-[a-z]-[\w-]+/gi, REDACTED], // developer token of Frame.io
  [/\beyJ[\w-]{1,4000}\.[\w-]+(\.[\w-]*)?/g, REDACTED], // JSON Web Token, the form of Adobe's access tokens
  [/\bv0=[0-9a-f]+/gi, `v0=${REDACTED}`], // signature of Frame.io
  [/:\/\/[^\s/@:]{0,200}:[^\s/@]{1,200}@/g, `://${REDACTED}@`], // user name and password in a URL
];

/** Replaces recognizable secrets in a text and limits its length. */
export function redact(text: string): string {
  // The first cut limits the search time. The second comes after the search, so that it splits no secret.
  let result = text.slice(0, 2 * MAX_TEXT_LENGTH);
  for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
  return result.length > MAX_TEXT_LENGTH ? `${result.slice(0, MAX_TEXT_LENGTH)}…` : result;
}

/** Redacts a named text. If its name is that of a secret, replaces the whole text. */
export function redactNamed(name: string, text: string): string {
  return SECRET_NAME.test(name) ? REDACTED : redact(text);
}
