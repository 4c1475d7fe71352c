import { FrameioClient } from '../../lib/client/client.ts';
import { UnauthorizedError } from '../../lib/client/errors/status-errors.ts';
import type { Profile } from '../../lib/client/resources/users.ts';
import { type ApiCredentials, parseApiCredentials } from '../../lib/secrets/parse-secret.ts';
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

/** Logs in to Frame.io with the credentials that are stored for a deployed app. @throws Like `openFrameio`. */
export async function openFrameioOf(stack: DeployedStack): Promise<FrameioSession> {
  const secretId = stack.secretIds.apiCredentials;
  const text = await readSecretText(stack, secretId);
  if (text === undefined || text === '') {
    throw new Error(`No credentials for the Frame.io API are stored for ${stack.title}. Store them with set-token.`);
  }
  return await openFrameio(parseApiCredentials(text, secretId), stack);
}
