import { ServerToServerAuth } from '../../lib/client/auth/server-to-server-auth.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import { TokenExchangeError } from '../../lib/client/errors/token-exchange-error.ts';
import { FrameioRegistrations, type RegistrationType } from '../../lib/registration/frameio-registrations.ts';
import { type ApiCredentials, parseApiCredentials } from '../../lib/secrets/parse-secret.ts';
import { readSigningSecrets } from '../../lib/secrets/read-signing-secrets.ts';
import type { ClockState } from '../../sandbox/sandbox-api.ts';
import { SandboxClient } from '../sandbox/sandbox-client.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';
import { clockOffset } from './clock-offset.ts';
import { NotCheckedError } from './finding.ts';
import { readSecret, type StoredText } from './read-secret.ts';

const ADOBE_IMS_URL = 'https://ims-na1.adobelogin.com';

/** Timeout of one call to Frame.io. */
const CALL_TIMEOUT_MS = 15_000;

/** A workspace that the token can see. */
export interface VisibleWorkspace {
  readonly accountId: string;
  readonly id: string;
  readonly name: string;
}

/** A deployed app under examination, and what several checks need to know about it. It fetches each fact once. */
export class DoctorContext {
  readonly stack: DeployedStack;
  readonly #commandOptions: string;
  readonly #secrets = new Map<string, Promise<StoredText>>();
  readonly #registrations = new Map<string, ReturnType<FrameioRegistrations['list']>>();

  /** @param commandOptions - Options that make another command use the same app, such as ` --stack Dailies`. */
  constructor(stack: DeployedStack, commandOptions: string) {
    this.stack = stack;
    this.#commandOptions = commandOptions;
  }

  /** Returns a command line of this CLI for the same app. */
  commandLine(command: string): string {
    return `npm run frameio -- ${command}${this.#commandOptions}`;
  }

  /** Returns what a stored secret holds. @throws AwsServiceError, AwsConnectionError */
  async secret(secretId: string): Promise<StoredText> {
    const stored = this.#secrets.get(secretId) ?? readSecret(this.stack, secretId);
    this.#secrets.set(secretId, stored);
    return await stored;
  }

  /** Returns a usable signing secret of a stored secret. @throws NotCheckedError if there is none. */
  async signingSecret(secretId: string): Promise<string> {
    const stored = await this.secret(secretId).catch(() => undefined);
    const candidates = stored?.state === 'set' ? readSigningSecrets(stored.text) : [];
    const secret = candidates.find((candidate) => candidate.secret !== undefined)?.secret;
    if (secret === undefined) throw new NotCheckedError(`${secretId} holds no usable signing secret`);
    return secret;
  }

  /** Returns the credentials for the Frame.io API. @throws NotCheckedError if there are none. */
  readonly apiCredentials = once(async (): Promise<ApiCredentials> => {
    const secretId = this.stack.secretIds.apiCredentials;
    const stored = await this.secret(secretId).catch(() => undefined);
    try {
      if (stored?.state === 'set') return parseApiCredentials(stored.text, secretId);
    } catch {
      // The check of the secrets reports it.
    }
    throw new NotCheckedError('the app has no usable API credentials');
  });

  /** Returns the token for the Frame.io API. @throws NotCheckedError, TokenExchangeError */
  readonly token = once(async () => {
    const credentials = await this.apiCredentials();
    if ('token' in credentials) return credentials.token;
    return await new ServerToServerAuth({ ...credentials, imsUrl: this.stack.imsUrl }).getToken();
  });

  /** Returns the user of the token. @throws ApiCallError, NotCheckedError */
  readonly profile = once(async () => (await (await this.#client()).users.show()).data);

  /** Returns the accounts that the token can see. @throws ApiCallError, NotCheckedError */
  readonly accounts = once(async () => await collect((await this.#client()).accounts.index()));

  /** Returns the workspaces that the token can see. @throws ApiCallError, NotCheckedError */
  readonly workspaces = once(async (): Promise<readonly VisibleWorkspace[]> => {
    const client = await this.#client();
    const lists = (await this.accounts()).map(async ({ id: accountId }) => {
      const workspaces = await collect(client.workspaces.index(accountId));
      return workspaces.map(({ id, name }) => ({ accountId, id, name }));
    });
    return (await Promise.all(lists)).flat();
  });

  /** Returns the webhooks or the custom actions of a workspace. @throws ApiCallError, NotCheckedError */
  async registrations(type: RegistrationType, { accountId, id }: VisibleWorkspace) {
    const key = `${type} ${id}`;
    const listed =
      this.#registrations.get(key) ?? new FrameioRegistrations(await this.#client(), accountId).list(type, id);
    this.#registrations.set(key, listed);
    return (await listed) ?? [];
  }

  /** Asks Adobe IMS whether it accepts the token. `undefined` if it gives no clear answer. */
  async isTokenKnownToAdobe(signal: AbortSignal): Promise<boolean | undefined> {
    const url = new URL('/ims/userinfo/v2', this.stack.imsUrl ?? ADOBE_IMS_URL);
    const headers = { authorization: `Bearer ${await this.token()}` };
    const status = await fetch(url, { headers, signal }).then(
      (response) => response.status,
      () => undefined,
    );
    return status === 200 ? true : status === 401 ? false : undefined;
  }

  /** The sandbox's own API. Only a sandbox has it. */
  get sandbox(): SandboxClient {
    return new SandboxClient(this.stack.frameioBaseUrl);
  }

  /** Returns how many milliseconds the clock of the endpoint is ahead of this machine's. @throws NotCheckedError */
  async endpointClockOffset(signal: AbortSignal): Promise<number> {
    if (this.stack.aws) return await clockOffset(this.stack.webhookUrl, signal);
    return (await this.sandbox.get<ClockState>('/sandbox/clock')).offsetMs;
  }

  /** Returns how many milliseconds the clock of Frame.io is ahead of this machine's. @throws NotCheckedError */
  async frameioClockOffset(signal: AbortSignal): Promise<number> {
    // The local Frame.io shares the clock of the sandbox.
    if (!this.stack.aws) return await this.endpointClockOffset(signal);
    return await clockOffset(new URL('/v4/me', this.stack.frameioBaseUrl).href, signal);
  }

  async #client(): Promise<FrameioClient> {
    const token = await this.token().catch((error: unknown) => {
      if (error instanceof TokenExchangeError)
        throw new NotCheckedError('Adobe IMS issues no token for the credentials');
      throw error;
    });
    return new FrameioClient({ token, baseUrl: this.stack.frameioBaseUrl, timeoutMs: CALL_TIMEOUT_MS });
  }
}

/** Returns a function that makes a value at its first call, and returns the same one at each later call. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function collect<Item>(pages: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
