import { findLabelledValues, type Span } from './labelled-values.ts';

/** Matches every text that may contain a secret with a form of its own. It makes the search cheap for all other texts. */
const MAY_MATCH =
  /eyJ|fio-|p8e-|xox|v0=|:\/\/|private key|bearer|basic|digest|token|api.?key|oauth|hawk|signature|hmac/i;

/**
 * Forms of secrets. The last group is the secret. No pattern starts again within a text that it has read, so each takes linear
 * time.
 */
const FORMS: readonly RegExp[] = [
  /\bbearer\s{1,8}([^\s"',;<>\\]+)/dgi,
  // A word is neither credentials nor a token, as in "the token has expired" and "Basic authentication".
  /\b(?:[Bb]asic|BASIC|[Tt]oken|TOKEN|[Aa][Pp][Ii].?[Kk]ey)\s{1,8}(?=[\w/.-]{0,99}(?:\d|[a-z][A-Z]|[A-Z]{2}[a-z]|[+=~]))([\w+/.=~-]{4,})/dg,
  /\b(?:digest|oauth|hawk|signature|aws4-hmac-sha256)\s{1,8}(?=[\w-]{1,40}=)([^\r\n]+)/dgi,
  /(\bfio-[a-z]-[\w-]+)/dgi, // developer token of Frame.io
  /(\bp8e-[\w-]+)/dg, // client secret of Adobe
  /(\bxox[a-z]-[\w-]+)/dg, // token of Slack
  /\bv0=([\da-f]+)/dgi, // signature of Frame.io
  /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----END))*)/dg,
];

/** Matches a whole run of characters that a JSON Web Token has, because it has a dot anywhere after its start. */
const TOKEN_RUN = /eyJ[\w.-]+/g;

/** Matches the authority of a URL. It may contain a user name and a password. */
const AUTHORITY = /:\/\/[^\s/?#"'<>]+/g;

/** Returns the parts of a text that have the form of a secret or follow its label. They may overlap, in any order. */
export function findSecrets(text: string): readonly Span[] {
  const labelled = findLabelledValues(text);
  return MAY_MATCH.test(text) ? [...labelled, ...findForms(text)] : labelled;
}

function* findForms(text: string): Iterable<Span> {
  for (const form of FORMS) {
    for (const { indices } of text.matchAll(form)) {
      const span = indices?.at(-1);
      if (span) yield span;
    }
  }
  for (const { 0: run, index } of text.matchAll(TOKEN_RUN)) {
    if (run.includes('.')) yield [index, index + run.length];
  }
  for (const { 0: authority, index } of text.matchAll(AUTHORITY)) {
    const end = authority.lastIndexOf('@');
    if (end > 0) yield [index + '://'.length, index + end];
  }
}
