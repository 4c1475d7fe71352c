import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { defaultProvider } from '../../cdk/bundling/credential-provider-node.ts';

const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

beforeEach(() => {
  for (const name of NAMES) delete process.env[name];
});
afterEach(() => {
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

it('gives the credentials Lambda puts into the environment, as they are when they are asked for', async () => {
  const provide = defaultProvider();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' });
  expect(await provide()).toEqual({ accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' });
});

it.each([{}, { AWS_PROFILE: 'somebody' }, { AWS_ACCESS_KEY_ID: 'id' }])('looks nowhere else: %j', async (variables) => {
  Object.assign(process.env, variables);
  await expect(defaultProvider()()).rejects.toThrow('There are no AWS credentials in the environment');
});
