import { expect, it } from '@jest/globals';
import { isEmpty } from '../../../cli/start/no-handlers.ts';
import { builtStack } from '../../support/synthesized.ts';

it.each([
  { app: 'empty-app', expected: true },
  { app: 'comment-app', expected: false },
  { app: 'actions-app', expected: false },
] as const)('the $app is empty: $expected', ({ app, expected }) => {
  expect(isEmpty(builtStack('inline', app).manifest)).toBe(expected);
});
