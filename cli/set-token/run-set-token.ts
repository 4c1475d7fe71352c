import type { ApiCredentials } from '../../lib/secrets/parse-secret.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { Prompts } from '../prompts.ts';
import { findStack } from '../stack/find-stack.ts';
import { type FrameioSession, openFrameio } from '../stack/frameio-session.ts';
import { putSecretText } from '../stack/secret-text.ts';
import { askCredentials } from './ask-credentials.ts';
import { HELP, readSetTokenOptions } from './set-token-options.ts';

/** Runs `set-token` with these arguments and returns the exit code. */
export async function runSetToken(args: readonly string[], prompts: Prompts = new Prompts()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readSetTokenOptions(args);
  const stack = await findStack(options.stack);
  if (prompts.isInteractive) console.error(`Credentials of the Frame.io API for ${stack.title}`);
  const credentials = await askCredentials(prompts, options.clientId);
  const session = options.isChecked ? await openFrameio(credentials, stack) : undefined;
  const secretId = stack.secretIds.apiCredentials;
  await putSecretText(stack, secretId, formatCredentials(credentials));
  if (options.json) {
    const { id, name, email } = session?.user ?? {};
    const user = session ? { id, name, email } : null;
    printJson({ stack: stack.name, secretId, user, isLegacyToken: session?.isLegacyToken ?? null });
  } else {
    console.log(formatResult(session));
    console.log(`Stored the credentials for ${stack.title}. Running functions use them within five minutes.`);
  }
  return 0;
}

function formatCredentials(credentials: ApiCredentials): string {
  if ('token' in credentials) return credentials.token;
  return JSON.stringify({ client_id: credentials.clientId, client_secret: credentials.clientSecret });
}

function formatResult(session: FrameioSession | undefined): string {
  if (!session) return 'Not checked: Frame.io was not asked whether it accepts the credentials.';
  const { user, isLegacyToken } = session;
  const who = `Frame.io accepts the credentials: ${user.name} <${user.email}>`;
  return isLegacyToken
    ? `${who}\nThis is a legacy developer token. Set legacyToken in the app: new App({ legacyToken: true })`
    : who;
}
