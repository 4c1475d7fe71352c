import { expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { parseManifest } from '../../../lib/core/manifest.ts';
import { fromSecretsManager } from '../../../lib/secrets/secrets-manager.ts';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const logger = new MemoryLogger();
const doNothing = () => undefined;

/** Returns the value as another process reads it. */
const throughJson = (value: unknown) => parseManifest(JSON.parse(JSON.stringify(value)));

const fullApp = () =>
  new App({
    logger,
    token: fromSecretsManager('my/api'),
    signingSecrets: fromSecretsManager('my/webhooks'),
    actionSigningSecrets: fromSecretsManager('my/actions'),
    env: {
      CHANNEL: 'string',
      LIMIT: { type: 'number', default: 10 },
      DRY_RUN: { type: 'boolean', default: false, description: 'Post nothing' },
    },
    secrets: { slack: 'my/slack', notion: { description: 'Token of Notion' } },
    store: true,
  })
    .onWebhook('file.ready', doNothing, { name: 'file-ready' })
    .onWebhook(['comment.created', 'comment.updated'], doNothing)
    .onWebhook('*', async () => undefined, { name: 'audit' });

it('the manifest of an app lists its handlers, variables and secrets', () => {
  expect(fullApp().manifest).toEqual({
    version: 1,
    handlers: [
      { name: 'file-ready', events: ['file.ready'] },
      { name: 'comment.created,comment.updated', events: ['comment.created', 'comment.updated'] },
      { name: 'audit', events: ['*'] },
    ],
    actions: [],
    jobs: [],
    env: {
      CHANNEL: { type: 'string' },
      LIMIT: { type: 'number', default: 10 },
      DRY_RUN: { type: 'boolean', default: false, description: 'Post nothing' },
    },
    secrets: { slack: { secretId: 'my/slack' }, notion: { description: 'Token of Notion' } },
    store: true,
    apiCredentialsSecretId: 'my/api',
    signingSecretsSecretId: 'my/webhooks',
    actionSigningSecretsSecretId: 'my/actions',
  });
});

it.each([
  { name: 'with every part', app: fullApp() },
  { name: 'without options', app: new App() },
  { name: 'with secrets that are not stored', app: new App({ logger, token: 'token', signingSecrets: ['secret'] }) },
])('the manifest of an app $name is the same after JSON', ({ app }) => {
  expect(throughJson(app.manifest)).toStrictEqual(app.manifest);
});

it('reading the manifest does not close the app for registrations', () => {
  const app = new App({ logger });
  expect(app.manifest.handlers).toEqual([]);
  app.onWebhook('file.ready', doNothing);
  expect(app.manifest.handlers).toEqual([{ name: 'file.ready', events: ['file.ready'] }]);
});

it('the manifest of an app with a store of its own asks for no table', () => {
  expect(new App({ logger, store: new MemoryStore() }).manifest.store).toBe(false);
});

it('the manifest of an app of an older version asks for no table', () => {
  const { store: _, ...older } = fullApp().manifest;
  expect(throughJson(older).store).toBe(false);
});

it('the manifest of an app without options has no handler, variable or secret', () => {
  expect(new App().manifest).toEqual({
    version: 1,
    handlers: [],
    actions: [],
    jobs: [],
    env: {},
    secrets: {},
    store: false,
  });
});
