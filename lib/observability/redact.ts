const REDACTED = '[redacted]';

/** No text in a log line is longer, in characters: Lambda cuts lines of more than 256 KB. */
const LONGEST_TEXT = 10_000;

/** How the names of secrets end, in headers, queries, JSON and objects: `client_secret`, `X-Amz-Security-Token`. */
const NAMES = 'authorization|credential|password|secret|signature|token|api[-_]?key';

const NAMED_LIKE_A_SECRET = new RegExp(`(${NAMES}|cookie)$`, 'i');

/**
 * Forms by which a secret is known in any text, with what is left of each. Something in angle brackets is a placeholder of
 * a message that says how to set a secret. None of the patterns takes longer than the text is.
 */
const FORMS: readonly (readonly [form: RegExp, left: string])[] = [
  [
    new RegExp(
      `(${NAMES})(\\\\?["']?\\s{0,8}[:=]\\s{0,8})("[^"<][^"]*"|'[^'<][^']*'|\\\\?["']?((bearer|basic)\\s+)?[^\\s"',;&<>\\\\]+)`,
      'gi',
    ),
    `$1$2${REDACTED}`,
  ],
  [/\b(bearer\s+)(?!\[redacted\])[^\s"',;<>\\]+/gi, `$1${REDACTED}`],
  [/\bfio-[a-z]-[\w-]+/gi, REDACTED], // a developer token of Frame.io
  [/\beyJ[\w-]{1,4000}\.[\w-]+(\.[\w-]*)?/g, REDACTED], // a JSON Web Token, as Adobe's access tokens are
  [/\bv0=[0-9a-f]+/gi, `v0=${REDACTED}`], // a signature of Frame.io
  [/:\/\/[^\s/@:]{0,200}:[^\s/@]{1,200}@/g, `://${REDACTED}@`], // name and password in a URL
];

/** A text without what is known to be the form of a secret, and not of any length. */
export function redact(text: string): string {
  // Cut before it is searched, so that a long text takes no longer, and again after, so that no secret is cut in half.
  let left = text.slice(0, 2 * LONGEST_TEXT);
  for (const [form, replacement] of FORMS) left = left.replace(form, replacement);
  return left.length > LONGEST_TEXT ? `${left.slice(0, LONGEST_TEXT)}…` : left;
}

/** A text as `redact` leaves it, or nothing of it where its name says that it is a secret. */
export function redactNamed(name: string, text: string): string {
  return NAMED_LIKE_A_SECRET.test(name) ? REDACTED : redact(text);
}
