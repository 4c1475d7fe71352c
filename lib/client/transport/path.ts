import { ConfigError } from '../../core/errors.ts';

/**
 * Template tag that builds a path and percent-encodes every value, so that no id can lead to another endpoint.
 *
 * @throws ConfigError for a value that encoding cannot make safe: an empty string, `.`, `..` and a lone surrogate.
 */
export function path(strings: TemplateStringsArray, ...values: string[]): string {
  return strings.reduce((built, text, index) => built + encodeSegment(values[index - 1] ?? '') + text);
}

function encodeSegment(value: string): string {
  if (value === '' || value === '.' || value === '..' || !value.isWellFormed()) {
    throw new ConfigError(
      `${JSON.stringify(value)} is not a valid id: the call would reach another endpoint. Pass the id of a resource.`,
    );
  }
  return encodeURIComponent(value);
}
