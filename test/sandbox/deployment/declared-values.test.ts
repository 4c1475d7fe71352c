import { describe, expect, it } from '@jest/globals';
import type { SynthesizedFunction } from '../../../cdk/read-synthesized.ts';
import type { AppManifest } from '../../../lib/core/manifest.ts';
import { declaredSecrets, declaredVariables, missingValues } from '../../../sandbox/deployment/declared-values.ts';
import { builtStack } from '../../support/synthesized.ts';

const MANIFEST: AppManifest = {
  version: 1,
  handlers: [],
  actions: [],
  jobs: [],
  env: { CHANNEL: { type: 'string' }, LIMIT: { type: 'number', default: 10 } },
  secrets: { slack: { secretId: 'my/slack' }, notionToken: { description: 'Token of Notion' } },
  store: false,
};
const [deployed] = builtStack().functions;

/** The app, with these variables in the template of one of its functions. */
function appWith(environment: SynthesizedFunction['environment']) {
  return { manifest: MANIFEST, functions: deployed ? [deployed, { ...deployed, environment }] : [] };
}

describe('missingValues', () => {
  it('has a line for each missing variable and secret', () => {
    expect(missingValues(appWith({}), { OTHER: '1' })).toEqual([
      'The app declares the variable CHANNEL. Add CHANNEL=<value> to .env (see .env.example).',
      'The app declares the secret slack. Add SLACK_SECRET=<value> to .env (see .env.example).',
      'The app declares the secret notionToken (Token of Notion). Add NOTION_TOKEN_SECRET=<value> to .env (see .env.example).',
    ]);
  });

  it('explains an empty value', () => {
    const values = { CHANNEL: '', SLACK_SECRET: 's', NOTION_TOKEN_SECRET: 'n' };
    expect(missingValues(appWith({}), values)).toEqual([expect.stringContaining('write a value with # in quotes')]);
  });

  it('asks for a value that only a deployment knows', () => {
    const bucket = { logicalId: 'Bucket', resourceType: 'AWS::S3::Bucket', attribute: 'Ref' };
    const values = { SLACK_SECRET: 's', NOTION_TOKEN_SECRET: 'n' };
    expect(missingValues(appWith({ CHANNEL: bucket }), values)).toEqual([
      'The value of the variable CHANNEL is known only after a deployment. Add CHANNEL=<value> to .env.',
    ]);
  });

  it('names a value of another type', () => {
    const values = { CHANNEL: 'c', LIMIT: 'many', SLACK_SECRET: 's', NOTION_TOKEN_SECRET: 'n' };
    expect(missingValues(appWith({}), values)).toEqual([
      'The variable LIMIT must be a number, but is "many". Correct it in .env or in the stack.',
    ]);
  });

  it('is empty if the template has the variables and .env the secrets', () => {
    const values = { SLACK_SECRET: 's', NOTION_TOKEN_SECRET: 'n' };
    expect(missingValues(appWith({ CHANNEL: 'dailies' }), values)).toEqual([]);
  });
});

it('declaredVariables are the local values of declared variables', () => {
  expect(declaredVariables(MANIFEST, { CHANNEL: 'c', LIMIT: '', QUEUE_URL: 'x' })).toEqual({ CHANNEL: 'c' });
});

it('declaredSecrets have the local values, and an id for a template without one', () => {
  expect(declaredSecrets(MANIFEST, { SLACK_SECRET: 's', NOTION_TOKEN_SECRET: 'n', OTHER_SECRET: 'o' })).toEqual([
    { idVariable: 'SLACK_SECRET_ID', defaultId: 'my/slack', value: 's' },
    { idVariable: 'NOTION_TOKEN_SECRET_ID', defaultId: 'notionToken', value: 'n' },
  ]);
});
