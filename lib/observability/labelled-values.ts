/** A part of a text: start and end, as for `slice`. */
export type Span = readonly [start: number, end: number];

/** Kinds of secret keys. A plain `key` may be anything. */
const KEYS = 'access|account|api|auth|deploy|encryption|master|private|secret|session|shared|signing|ssh|subscription';

/** Endings of the names of secrets in headers, queries, JSON and code: `client_secret`, `X-Amz-Security-Token`. */
const NAMES =
  `(?:(?:${KEYS})[-_ ]?keys?|session[-_ ]?id|authori[sz]ation|cookies?|credentials?|jwt|` +
  'pass(?:code|phrase|wd|word)s?|pwd|secrets?|signatures?|tokens?|(?<![a-z])(?:auth|sig))(?:[-_ ]?(?:base64|binary|hash|string|text|value|\\d{1,3}))?';

const NAME_OF_SECRET = new RegExp(`${NAMES}$`, 'i');

const LABEL = new RegExp(NAMES, 'gi');

/** Names whose value may contain spaces: it ends with the line. */
const LINE_LABEL = /authori[sz]ation|pass/i;

/** What stands between a label and its value in JSON, code, headers, queries, lists of pairs and XML. */
const SEPARATOR = new RegExp(
  String.raw`(?:\[\w{0,9}\])?Q?\]?\s{0,8}(?:=>|:=|[:=]|%3[AD])\s{0,8}|Q\s{0,8},\s{0,8}(?:Q?valueQ?\s{0,8}:\s{0,8}|(?=Q))|>(?=\w)`.replaceAll(
    'Q',
    '\\\\{0,8}["\'`]',
  ),
  'iy',
);

/** The start of an option on a command line, such as `--access-`. */
const OPTION_START = /(?:^|\s)--?[\w-]{0,60}$/;

/** The start of the ARN of a secret, in which `secret:` is no label. */
const ARN_START = /arn:[\w-]{1,20}:secretsmanager:[\w-]{0,40}:\d{0,12}:$/;

/** No value, or a placeholder in a message of this framework. */
const NO_SECRET = /\\{0,8}["']?(?:null|undefined|<(?:id|secret|token|value)>|at(?= \S))(?=$|[\s"'`\\,;.)\]}&])/y;

const SPACE = /\s{1,8}/y;
const LINE = /[^\r\n]+/y;

/** A value on lines of its own, as in YAML. */
const BLOCK = /[^\n]+(?:\n[ \t-][^\n]*)*/y;
const OPENING_QUOTE = /\\{0,8}["'`]/y;
const SCHEME = /(?:apikey|basic|bearer|digest|negotiate|oauth|token)\s{1,8}/iy;

/** The name of a class, as Node prints it before the fields: `Credentials {`, `Map(1) {`. */
const CLASS_NAME = /[A-Z]\w{0,60}(?:\(\d{1,9}\))?\s(?=[[{])/y;

/** A value without quotes. It ends before white space, a quote, or the next name. */
const VALUE = /(?:[^\s"'`<>\\,;&]|\\(?!["'nr])|[,;&](?!\s|$|[\w.%[\]-]{1,64}\\{0,8}["']?[:=]))+/y;

/** Reports whether a name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return NAME_OF_SECRET.test(name);
}

/** Returns the values behind labels that name a secret: texts, lists and objects. Takes linear time. */
export function findLabelledValues(text: string): readonly Span[] {
  const spans: Span[] = [];
  LABEL.lastIndex = 0;
  for (let label = LABEL.exec(text); label; label = LABEL.exec(text)) {
    const labelEnd = LABEL.lastIndex;
    const start = valueStart(text, label.index, labelEnd);
    if (start === undefined || endOf(NO_SECRET, text, start)) continue;
    const end = valueEnd(text, start, extentOf(label[0], text.slice(labelEnd, start)));
    if (end > start) spans.push([start, end]);
    LABEL.lastIndex = Math.max(end, labelEnd); // so that no part of the text is read twice
  }
  return spans;
}

function valueStart(text: string, labelStart: number, labelEnd: number): number | undefined {
  const before = text.slice(Math.max(0, labelStart - 100), labelStart);
  const end = endOf(SEPARATOR, text, labelEnd);
  if (end) return text[labelEnd] === ':' && ARN_START.test(before) ? undefined : end;
  return OPTION_START.test(before) ? endOf(SPACE, text, labelEnd) : undefined;
}

/** Returns the pattern of a value without quotes. */
function extentOf(label: string, separator: string): RegExp {
  if (separator.includes('\n')) return BLOCK;
  const isLine = /cookie/i.test(label) || (LINE_LABEL.test(label) && !/[=>]/.test(separator));
  return isLine ? LINE : VALUE;
}

function valueEnd(text: string, start: number, extent: RegExp): number {
  const quoteEnd = endOf(OPENING_QUOTE, text, start);
  if (quoteEnd) return closingQuoteEnd(text, quoteEnd, quoteEnd - 1 - start);
  const open = endOf(CLASS_NAME, text, start) ?? start;
  if (text[open] === '[' || text[open] === '{') return closingBracketEnd(text, open);
  if (text[open] === '<') return text.indexOf('>', open) + 1 || text.length;
  if (extent !== VALUE) return endOf(extent, text, start) ?? start;
  let end = endOf(VALUE, text, endOf(SCHEME, text, start) ?? start) ?? start;
  while (end > start && ',;.:!?)]}'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

/** @param escapes - Number of backslashes before the opening quote, as in JSON within JSON. */
function closingQuoteEnd(text: string, start: number, escapes: number): number {
  const quote = text.charAt(start - 1);
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    const count = backslashesBefore(text, at, start);
    if (escapes === 0 ? count % 2 === 0 : count <= escapes) return at + 1;
  }
  return text.length;
}

function closingBracketEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if ('"\'`'.includes(character)) at = closingQuoteEnd(text, at + 1, backslashesBefore(text, at, start)) - 1;
    else if ('[{'.includes(character)) depth += 1;
    else if (']}'.includes(character)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function backslashesBefore(text: string, end: number, start: number): number {
  let count = 0;
  while (end - count > start && text[end - count - 1] === '\\') count += 1;
  return count;
}

/** Returns the end of a sticky pattern's match at a position. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
