import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { SecretsDeclaration } from '../../../lib/app/declared-secrets.ts';
import { ConfigError, SecretNotSetError } from '../../../lib/core/errors.ts';
import type { SecretValues } from '../../../lib/dispatch/common-context.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let secretsManager: SecretsManager;
let server: LocalServer;
beforeAll(async () => {
  server = await listen((request, response) => secretsManager.listener(request, response));
});
afterAll(() => server.close());

let restore: () => void;
beforeEach(() => {
  secretsManager = new SecretsManager();
  restore = withEnvironment({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
    SLACK_BOT_SECRET_ID: undefined,
    SLACK_BOT_SECRET: undefined,
    API_CREDENTIALS_SECRET_ID: undefined,
    SIGNING_SECRETS_SECRET_ID: undefined,
  });
});
afterEach(() => restore());

const appWith = (secrets: SecretsDeclaration, env = {}) => new App({ secrets, env, logger: new MemoryLogger() });

/** Returns the secrets that a handler of the app receives. */
async function secretsOf(app: ReturnType<typeof appWith>): Promise<SecretValues<string>> {
  let received: SecretValues<string> | undefined;
  app.onWebhook('file.ready', ({ secrets }) => {
    received = secrets;
  });
  await app.dispatch(webhookEvent(), 60_000);
  if (!received) throw new Error('The handler received no secrets.');
  return received;
}

it.each([
  { name: 'stored', put: true },
  { name: 'set in the environment', put: false },
])('a declared secret that is $name is redacted in the log of the handler that reads it', async ({ put }) => {
  const value = `xyzzy-${put}-0123456789`;
  if (put) secretsManager.put('declared', value);
  else process.env.SLACK_BOT_SECRET = value;
  const logger = new MemoryLogger();
  const app = new App({ secrets: { slackBot: 'declared' }, logger });
  app.onWebhook('file.ready', async (context) => {
    const secret = await context.secrets.get('slackBot');
    context.logger.info(`read ${secret}`, { [secret]: { text: `x${secret}x` } });
  });
  await app.dispatch(webhookEvent(), 60_000);
  expect(logger.lines).toMatchObject([{ message: 'read [redacted]' }]);
  expect(JSON.stringify(logger.lines)).not.toContain(value);
});

describe('a declared secret comes from', () => {
  it.each([
    {
      source: 'the secret that the variable with its id names, before all others',
      declared: 'declared',
      variables: { SLACK_BOT_SECRET_ID: 'deployed', SLACK_BOT_SECRET: 'from the variable' },
      value: 'from the deployed secret',
    },
    {
      source: 'the variable with its value, before the declaration',
      declared: 'declared',
      variables: { SLACK_BOT_SECRET: ' from the variable\n' },
      value: 'from the variable',
    },
    {
      source: 'the secret that the declaration names',
      declared: 'declared',
      variables: {},
      value: 'from the declared secret',
    },
    {
      source: 'the secret that the declaration names with details',
      declared: { secretId: 'declared', description: 'Token of the Slack bot' },
      variables: {},
      value: 'from the declared secret',
    },
  ])('$source', async ({ declared, variables, value }) => {
    secretsManager.put('deployed', 'from the deployed secret');
    secretsManager.put('declared', 'from the declared secret\n');
    Object.assign(process.env, variables);
    const secrets = await secretsOf(appWith({ slackBot: declared }));
    expect(await secrets.get('slackBot')).toBe(value);
    expect(await secrets.refresh('slackBot')).toBe(value);
  });
});

describe('secrets.get', () => {
  it('fetches a secret once, and shares one fetch between concurrent callers', async () => {
    secretsManager.put('declared', 'value');
    const secrets = await secretsOf(appWith({ slackBot: 'declared' }));
    await Promise.all([secrets.get('slackBot'), secrets.get('slackBot')]);
    await secrets.get('slackBot');
    expect(secretsManager.calls).toHaveLength(1);
  });

  it('returns JSON as text', async () => {
    const json = '{"user": "bot", "password": "secret"}';
    secretsManager.put('declared', json);
    expect(await (await secretsOf(appWith({ slackBot: 'declared' }))).get('slackBot')).toBe(json);
  });

  it.each(['', ' ', 'REPLACE_ME', '<token>', '{}'])('rejects if the secret holds %j', async (text) => {
    secretsManager.put('declared', text);
    const secrets = await secretsOf(appWith({ slackBot: 'declared' }));
    await expect(secrets.get('slackBot')).rejects.toThrow(SecretNotSetError);
    await expect(secrets.get('slackBot')).rejects.toThrow(/put-secret-value --region us-east-1 --secret-id declared/);
  });

  it('rejects if the variable holds a placeholder', async () => {
    process.env.SLACK_BOT_SECRET = 'REPLACE_ME';
    const secrets = await secretsOf(appWith({ slackBot: {} }));
    await expect(secrets.get('slackBot')).rejects.toThrow(SecretNotSetError);
    await expect(secrets.get('slackBot')).rejects.toThrow('SLACK_BOT_SECRET holds a placeholder');
  });

  it('rejects with how to provide the secret if nothing provides it', async () => {
    const secrets = await secretsOf(appWith({ slackBot: { description: 'Token of the Slack bot' } }));
    await expect(secrets.get('slackBot')).rejects.toThrow(ConfigError);
    await expect(secrets.get('slackBot')).rejects.toThrow(
      'Nothing provides the secret "slackBot" (Token of the Slack bot). Pass it in the prop "secrets" of FrameioStack or FrameioWebhook, name it in new App({ secrets }), or set SLACK_BOT_SECRET in .env for a local run.',
    );
  });

  it('rejects for a secret that the app does not declare', async () => {
    const secrets = await secretsOf(appWith({}));
    await expect(secrets.get('other')).rejects.toThrow('The app declares no secret "other".');
  });
});

it('secrets.refresh fetches a rotated secret before its time to live ends', async () => {
  secretsManager.put('declared', 'old');
  const secrets = await secretsOf(appWith({ slackBot: 'declared' }));
  await secrets.get('slackBot');
  secretsManager.put('declared', 'new');
  expect(await secrets.get('slackBot')).toBe('old');
  expect(await secrets.refresh('slackBot')).toBe('new');
});

it('preload fetches every declared secret, and does not reject if one is missing', async () => {
  secretsManager.put('declared', 'value');
  await appWith({ slackBot: 'declared', missing: 'no-such-secret', unnamed: {} }).preload();
  expect(secretsManager.calls.map(({ secretId }) => secretId).sort()).toEqual(['declared', 'no-such-secret']);
});

describe('new App() refuses', () => {
  it.each(['', '1st', 'my slack', '-slack', 'slack/bot'])('the invalid name %j', (name) => {
    expect(() => appWith({ [name]: 'id' })).toThrow(/is not a valid name of a secret/);
  });

  it.each([
    { name: 'a name that the framework uses', secrets: { apiCredentials: 'id' }, env: {}, user: 'frameio-lambda uses' },
    {
      name: 'two names that become the same variable',
      secrets: { slackBot: 'id', 'slack-bot': 'id' },
      env: {},
      user: 'the secret "slackBot" uses',
    },
    {
      name: 'a name whose variable is declared',
      secrets: { slackBot: 'id' },
      env: { SLACK_BOT_SECRET: 'string' },
      user: 'a declared variable uses',
    },
  ])('$name', ({ secrets, env, user }) => {
    expect(() => appWith(secrets, env)).toThrow(ConfigError);
    expect(() => appWith(secrets, env)).toThrow(user);
  });
});
