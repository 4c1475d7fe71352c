import { type ApiCredentials, parseApiCredentials } from '../../lib/secrets/parse-secret.ts';
import type { Prompts } from '../prompts.ts';
import { UsageError } from '../usage-error.ts';

const EXPECTED = 'a token, or {"client_id": "<id>", "client_secret": "<secret>"}';

/**
 * Asks for credentials, or reads them from standard input if nobody can answer.
 *
 * @param clientId - Client id of server-to-server credentials, if the caller knows it.
 * @throws UsageError if the input is empty or malformed. The message repeats nothing of the input.
 */
export async function askCredentials(prompts: Prompts, clientId: string | undefined): Promise<ApiCredentials> {
  if (!prompts.isInteractive) return parse(await prompts.readInput(), clientId);
  if (clientId !== undefined) return parse(await prompts.askSecret('Client secret'), clientId);
  const kind = await prompts.choose('Which credentials do you have?', [
    {
      value: 'server_to_server',
      name: 'Server-to-server credentials of the Adobe Developer Console (client id and secret)',
    },
    { value: 'token', name: 'An access token, or a legacy developer token' },
  ]);
  if (kind === 'token') return parse(await prompts.askSecret('Token'), undefined);
  const id = await prompts.askText('Client id');
  return parse(await prompts.askSecret('Client secret'), id.trim());
}

function parse(text: string, clientId: string | undefined): ApiCredentials {
  if (text.trim() === '') {
    const expected = clientId === undefined ? EXPECTED : 'the client secret';
    throw new UsageError(`Expected credentials on standard input, found nothing. Pass ${expected}.`);
  }
  const json = clientId === undefined ? text : JSON.stringify({ client_id: clientId, client_secret: text });
  try {
    return parseApiCredentials(json, '');
  } catch {
    throw new UsageError(
      clientId === undefined
        ? `The input is neither of these: ${EXPECTED}. It may be a placeholder, incomplete, or have line breaks.`
        : 'The input is no client secret: it may be a placeholder. Copy it from the Adobe Developer Console.',
    );
  }
}
