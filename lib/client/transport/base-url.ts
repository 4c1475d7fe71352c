import { ConfigError } from '../../core/errors.ts';

/**
 * Parses a base URL.
 *
 * @param option - Name of the option that the URL comes from, for the error message.
 * @throws ConfigError if `text` is not an http or https URL.
 */
export function parseBaseUrl(text: string, option: string): URL {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new ConfigError(`${option} is not an http or https URL: omit it, or set one such as https://api.frame.io.`);
  }
  return new URL(text);
}
