import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../lib/core/errors.ts';
import { parseManifest } from '../../../lib/core/manifest.ts';

const MANIFEST = {
  version: 1,
  handlers: [{ name: 'file-ready', events: ['file.ready'] }],
  actions: [],
  jobs: [],
  env: { CHANNEL: { type: 'string' } },
  secrets: { slack: {} },
  store: false,
};

describe('parseManifest', () => {
  it('keeps the parts of a manifest, and no others', () => {
    const complete = {
      ...MANIFEST,
      env: {
        CHANNEL: { type: 'string', default: '', description: 'Where to post' },
        LIMIT: { type: 'number', default: 0 },
        DRY_RUN: { type: 'boolean', default: false },
      },
      secrets: { slack: { secretId: 'my/slack', description: 'Token of Slack' }, notion: {} },
      apiCredentialsSecretId: 'my/api',
      signingSecretsSecretId: 'my/webhooks',
    };
    expect(parseManifest({ ...complete, unknown: 1 })).toStrictEqual(complete);
    expect(parseManifest(MANIFEST)).toStrictEqual(MANIFEST);
  });

  it('leaves out an optional part of another type', () => {
    const manifest = {
      ...MANIFEST,
      env: { CHANNEL: { type: 'string', default: null, description: 1 } },
      secrets: { slack: { secretId: 1, description: null } },
      apiCredentialsSecretId: 1,
      signingSecretsSecretId: null,
    };
    expect(parseManifest(manifest)).toStrictEqual(MANIFEST);
  });

  it.each([
    { name: 'another version', value: { ...MANIFEST, version: 2 }, message: 'expected the version 1, found 2.' },
    { name: 'no version', value: {}, message: 'expected the version 1' },
    { name: 'a value that is no object', value: 'text', message: 'expected the version 1, found "text".' },
    { name: 'no list of handlers', value: { ...MANIFEST, handlers: {} }, message: 'a list in "handlers", found {}' },
    { name: 'a handler that is no object', value: { ...MANIFEST, handlers: [1] }, message: 'a handler with a name' },
    { name: 'a handler without a name', value: { ...MANIFEST, handlers: [{}] }, message: 'a handler with a name' },
    {
      name: 'a handler without events',
      value: { ...MANIFEST, handlers: [{ name: 'a' }] },
      message: 'a list in "events"',
    },
    { name: 'no variables', value: { ...MANIFEST, env: null }, message: 'an object in "env", found null' },
    {
      name: 'a variable of an unknown type',
      value: { ...MANIFEST, env: { A: { type: 'date' } } },
      message: 'a variable of the type string, number, boolean, found {"type":"date"}',
    },
    {
      name: 'a variable that is no object',
      value: { ...MANIFEST, env: { A: null } },
      message: 'a variable of the type',
    },
    { name: 'no secrets', value: { ...MANIFEST, secrets: [] }, message: 'an object in "secrets", found []' },
    { name: 'a secret that is no object', value: { ...MANIFEST, secrets: { a: 1 } }, message: 'a secret, found 1' },
  ])('refuses $name', ({ value, message }) => {
    expect(() => parseManifest(value)).toThrow(ConfigError);
    expect(() => parseManifest(value)).toThrow(message);
  });
});
