import { text } from 'node:stream/consumers';
import { readDotEnv } from '../start/read-dot-env.ts';
import { UsageError } from '../usage-error.ts';

/** Variable with the signing secret of a webhook. */
export const DEFAULT_SECRET_VARIABLE = 'WEBHOOK_SECRET';

/** Where a secret can be. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the file `.env`. */
  readonly folder: string;
  readonly input: AsyncIterable<string | Buffer>;
}

/**
 * Reads a signing secret from a variable, or from standard input for `-`.
 *
 * @throws UsageError if the secret is missing. The message does not repeat `name`, which may be the secret itself by mistake.
 */
export async function readSecret(name: string, { environment, folder, input }: SecretSources): Promise<string> {
  if (name === '-') {
    const secret = (await text(input)).trim();
    if (secret === '') throw new UsageError('Expected the signing secret on standard input, found nothing.');
    return secret;
  }
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    throw new UsageError(
      '--secret takes the name of an environment variable in capital letters, or - for standard input, never the secret itself.',
    );
  }
  const secret = environment[name] || readDotEnv(folder)[name];
  if (!secret) throw new UsageError(`Set the variable ${name} to the signing secret, in the environment or in .env.`);
  return secret;
}
