import { ConfigError } from '../core/errors.ts';

/** @throws ConfigError, naming `option`, for what is no http or https URL. */
export function parseBaseUrl(text: string, option: string): URL {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new ConfigError(
      `${option} is not an http or https URL: leave it out, or give one such as https://api.frame.io.`,
    );
  }
  return new URL(text);
}
