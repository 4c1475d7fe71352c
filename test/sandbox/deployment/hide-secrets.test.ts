import { expect, it } from '@jest/globals';
import { secretsHider } from '../../../sandbox/deployment/hide-secrets.ts';

const manifest = {
  version: 1,
  handlers: [],
  actions: [],
  jobs: [],
  env: {},
  secrets: { slack: {}, pin: {} },
  store: false,
} as const;
const hide = secretsHider(manifest, {
  SLACK_SECRET: 'xoxb-12345',
  PIN_SECRET: '1',
  OTHER: 'text',
});

it('replaces the values of declared secrets', () => {
  expect(hide('a xoxb-12345 and {"t":"xoxb-12345"}')).toBe('a <SLACK_SECRET> and {"t":"<SLACK_SECRET>"}');
});

it('keeps other text, also what looks like a very short secret', () => {
  expect(hide('text 1')).toBe('text 1');
});
