import { inspect } from 'node:util';

/** So many causes of one another are looked at; an error may also be its own. */
const MOST_CAUSES = 10;

/** Any value that a handler has thrown, in words. It does not throw itself. */
export function textOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
    return typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 2, breakLength: Infinity });
  } catch {
    return 'Something was thrown that cannot be shown.';
  }
}

/** What was thrown as a logger can take it: an error as it is, unless it would take the logger along. */
export function loggable(thrown: unknown): unknown {
  return thrown instanceof Error && isReadable(thrown, MOST_CAUSES) ? thrown : textOf(thrown);
}

function isReadable(error: Error, causesLeft: number): boolean {
  try {
    Object.values(error); // a getter may throw
    return !(error.cause instanceof Error) || (causesLeft > 0 && isReadable(error.cause, causesLeft - 1));
  } catch {
    return false;
  }
}
