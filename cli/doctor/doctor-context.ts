import { FrameioRegistrations, type RegistrationType } from '../../lib/registration/frameio-registrations.ts';
import { type ApiCredentials, parseApiCredentials } from '../../lib/secrets/parse-secret.ts';
import { readSigningSecrets } from '../../lib/secrets/read-signing-secrets.ts';
import type { ClockState } from '../../sandbox/sandbox-api.ts';
import { SandboxClient } from '../sandbox/sandbox-client.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';
import { openFrameio } from '../stack/frameio-session.ts';
import { readSecretText } from '../stack/secret-text.ts';
import { listWorkspaces, type VisibleWorkspace } from '../stack/visible-workspaces.ts';
import { clockOffset } from './clock-offset.ts';
import { NotCheckedError } from './finding.ts';

const ADOBE_IMS_URL = 'https://ims-na1.adobelogin.com';

/** A deployed app under examination, and what several checks need to know about it. It fetches each fact once. */
export class DoctorContext {
  readonly stack: DeployedStack;
  readonly #commandOptions: string;
  readonly #secrets = new Map<string, Promise<string | undefined>>();
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

  /** Returns the text of a stored secret; `undefined` if it has no value. @throws Like `readSecretText`. */
  async secretText(secretId: string): Promise<string | undefined> {
    const text = this.#secrets.get(secretId) ?? readSecretText(this.stack, secretId);
    this.#secrets.set(secretId, text);
    return await text;
  }

  /** Returns a usable signing secret of a stored secret. @throws NotCheckedError if no value is usable. */
  async signingSecret(secretId: string): Promise<string> {
    const text = await this.secretText(secretId).catch(() => '');
    const usable = readSigningSecrets(text ?? '').find(({ secret }) => secret !== undefined);
    if (usable?.secret === undefined) throw new NotCheckedError('no usable signing secret is stored');
    return usable.secret;
  }

  /** Returns the credentials for the Frame.io API. @throws NotCheckedError if they are not usable. */
  readonly apiCredentials = once(async (): Promise<ApiCredentials> => {
    const secretId = this.stack.secretIds.apiCredentials;
    try {
      return parseApiCredentials((await this.secretText(secretId)) ?? '', secretId);
    } catch {
      throw new NotCheckedError('no usable API credentials are stored'); // the check of the secrets says why
    }
  });

  /** Logs in to Frame.io with these credentials. @throws ApiCallError, NotCheckedError, TokenExchangeError */
  readonly session = once(async () => await openFrameio(await this.apiCredentials(), this.stack));

  /** Returns the accounts that the token can see. Throws like `session`. */
  readonly accounts = once(async () => await collect((await this.session()).client.accounts.index()));

  /**
   * Returns the workspaces that the token can see. If the stack names those of the app, returns only these. Throws like
   * `session`.
   */
  readonly workspaces = once(async (): Promise<readonly VisibleWorkspace[]> => {
    const { client } = await this.session();
    const { registration } = this.stack;
    const accountIds = registration ? [registration.accountId] : (await this.accounts()).map(({ id }) => id);
    const visible = (await Promise.all(accountIds.map((id) => listWorkspaces(client, id)))).flat();
    return registration ? visible.filter(({ id }) => registration.workspaceIds.includes(id)) : visible;
  });

  /** Returns the webhooks or the custom actions of a workspace. Throws like `session`. */
  async registrations(type: RegistrationType, { accountId, id }: VisibleWorkspace) {
    const key = `${type} ${id}`;
    const { client } = await this.session();
    const listed = this.#registrations.get(key) ?? new FrameioRegistrations(client, accountId).list(type, id);
    this.#registrations.set(key, listed);
    return (await listed) ?? [];
  }

  /** Asks Adobe IMS whether it accepts a token. `undefined` if it gives no clear answer. */
  async isKnownToAdobe(token: string, signal: AbortSignal): Promise<boolean | undefined> {
    const url = new URL('/ims/userinfo/v2', this.stack.imsUrl ?? ADOBE_IMS_URL);
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal }).catch(() => undefined);
    if (response?.ok) return true;
    return response?.status === 401 ? false : undefined;
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
