import { findSecrets } from './find-secrets.ts';
import { knownSecrets } from './known-secrets.ts';
import type { Span } from './labelled-values.ts';

/** Stands for a secret. */
export const REDACTED = '[redacted]';

/** Maximum length of a text in a log line, in characters. Lambda truncates lines over 256 KB. */
const MAX_TEXT_LENGTH = 10_000;

/**
 * Replaces secrets in a text and limits its length. Secrets are the known ones, texts that have the form of a secret, and
 * values behind a label that names one. Takes linear time.
 */
export function redact(text: string): string {
  // The result shows nothing of the second half, so the end of this text splits no secret that it shows.
  const read = text.slice(0, 2 * MAX_TEXT_LENGTH);
  let result = '';
  let position = 0;
  let redactedTo = -1;
  for (const [start, end] of [...findKnown(read), ...findSecrets(read)].sort(([a], [b]) => a - b)) {
    if (start >= MAX_TEXT_LENGTH) break;
    if (start > redactedTo) result += read.slice(position, start) + REDACTED;
    redactedTo = Math.max(redactedTo, end);
    position = redactedTo;
  }
  result += read.slice(position, MAX_TEXT_LENGTH);
  const isComplete = text.length <= MAX_TEXT_LENGTH && result.length <= MAX_TEXT_LENGTH;
  return isComplete ? result : `${result.slice(0, MAX_TEXT_LENGTH)}…`;
}

function findKnown(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const secret of knownSecrets()) {
    const start = secret.slice(0, MAX_TEXT_LENGTH);
    for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + start.length)) {
      spans.push([at, at + secret.length]);
    }
  }
  return spans;
}
