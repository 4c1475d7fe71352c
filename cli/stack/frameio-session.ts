import { FrameioClient } from '../../lib/client/client.ts';
import { ForbiddenError, UnauthorizedError } from '../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../lib/client/errors/token-exchange-error.ts';
import type { Profile } from '../../lib/client/resources/users.ts';
import { isCredentialProblem } from '../../lib/registration/credential-problem.ts';
import { type ApiCredentials, parseApiCredentials } from '../../lib/secrets/parse-secret.ts';
import { formatCommandError } from '../format-command-error.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { readSecretText } from './secret-text.ts';

/** A client of Frame.io whose credentials work. */
export interface FrameioSession {
  readonly client: FrameioClient;
  /** The user of the token. */
  readonly user: Profile;
  /** Whether the token is a legacy developer token, which the app must declare. */
  readonly isLegacyToken: boolean;
}

type Urls = Pick<DeployedStack, 'frameioBaseUrl' | 'imsUrl'>;

/**
 * Logs in to Frame.io, and asks it who the user is.
 *
 * @throws TokenExchangeError if Adobe IMS refuses the credentials; an ApiCallError if Frame.io refuses the token.
 */
export async function openFrameio(
  credentials: ApiCredentials,
  { frameioBaseUrl, imsUrl }: Urls,
): Promise<FrameioSession> {
  const token = 'token' in credentials ? credentials.token : { ...credentials, imsUrl };
  const open = async (isLegacyToken: boolean): Promise<FrameioSession> => {
    const client = new FrameioClient({ token, baseUrl: frameioBaseUrl, legacyToken: isLegacyToken });
    const { data: user } = await client.users.show();
    return { client, user, isLegacyToken };
  };
  try {
    return await open(false);
  } catch (error) {
    if (typeof token !== 'string' || !(error instanceof UnauthorizedError)) throw error;
    return await open(true).catch(() => Promise.reject(error)); // Frame.io requires a header for a legacy token
  }
}

/**
 * Logs in to Frame.io with the credentials that are stored for a deployed app.
 *
 * @throws Error that names the fix if no credentials are stored, or if Adobe IMS or Frame.io refuses them.
 */
export async function openFrameioOf(stack: DeployedStack): Promise<FrameioSession> {
  const secretId = stack.secretIds.apiCredentials;
  const text = await readSecretText(stack, secretId);
  if (text === undefined || text === '') {
    throw new Error(`No credentials for the Frame.io API are stored for ${stack.title}. Store them with set-token.`);
  }
  const credentials = parseApiCredentials(text, secretId);
  try {
    return await openFrameio(credentials, stack);
  } catch (error) {
    if (!isCredentialProblem(error)) throw error;
    const refuser = error instanceof TokenExchangeError ? 'Adobe IMS' : 'Frame.io';
    const message = `${refuser} refuses the credentials of ${stack.title}: ${describeRefusal(error)}. Find the cause with doctor, or store other credentials with set-token.`;
    throw new Error(message, { cause: error });
  }
}

/** Leaves out the causes of a 401, which `doctor` tells apart. */
function describeRefusal(error: unknown): string {
  const isOfFrameio = error instanceof UnauthorizedError || error instanceof ForbiddenError;
  return isOfFrameio ? `${error.path} answered ${error.status}` : formatCommandError(error).replace(/\.$/, '');
}
