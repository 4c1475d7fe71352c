import { expect, it } from '@jest/globals';
import { describeType, parseVariable } from '../../../lib/core/variable-value.ts';

it.each([
  { type: 'string', text: ' a text ', expected: ' a text ' },
  { type: 'number', text: ' 1.5 ', expected: 1.5 },
  { type: 'number', text: 'one', expected: undefined },
  { type: 'number', text: 'Infinity', expected: undefined },
  { type: 'boolean', text: ' true ', expected: true },
  { type: 'boolean', text: ' false ', expected: false },
  { type: 'boolean', text: 'yes', expected: undefined },
] as const)('reads the $type $text as $expected', ({ type, text, expected }) => {
  expect(parseVariable(text, type)).toBe(expected);
});

it.each([
  { type: 'string', expected: 'a text' },
  { type: 'number', expected: 'a number' },
  { type: 'boolean', expected: 'true or false' },
] as const)('describes the type $type as $expected', ({ type, expected }) => {
  expect(describeType(type)).toBe(expected);
});
