import { ConfigError } from '../core/errors.ts';

/**
 * Checks a text that Frame.io shows.
 *
 * @param owner - What the text belongs to, for the error: `the form "Archive"`.
 * @throws ConfigError for a text that is missing or blank.
 */
export function requireText(value: unknown, name: string, owner: string): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new ConfigError(
    `The ${name} of ${owner} is ${typeof value === 'string' ? 'blank' : 'not a text'}. Pass a text.`,
  );
}
