import { expect, it } from '@jest/globals';
import { hasNoHandlers } from '../../../cli/start/has-no-handlers.ts';
import { builtStack } from '../../support/synthesized.ts';

it.each([
  { app: 'empty-app', expected: true },
  { app: 'comment-app', expected: false },
  { app: 'actions-app', expected: false },
] as const)('the $app has no handlers: $expected', ({ app, expected }) => {
  expect(hasNoHandlers(builtStack('inline', app).manifest)).toBe(expected);
});
