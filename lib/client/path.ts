import { ConfigError } from '../core/errors.ts';

/**
 * Builds a path with every value percent-encoded, so that no id can reach another endpoint.
 *
 * @throws ConfigError for a value that cannot be encoded so: nothing, `.` and `..`, and half a character.
 */
export function path(strings: TemplateStringsArray, ...values: string[]): string {
  return strings.reduce((built, text, index) => built + encodeSegment(values[index - 1] ?? '') + text);
}

function encodeSegment(value: string): string {
  if (value === '' || value === '.' || value === '..' || !value.isWellFormed()) {
    throw new ConfigError(`${JSON.stringify(value)} is no id: the call would go to another address.`);
  }
  return encodeURIComponent(value);
}
