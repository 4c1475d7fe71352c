import { expect, it } from '@jest/globals';
import { toPlainError } from '../../../lib/observability/plain-error.ts';

const CANARY = 'canary-of-a-token';

it('copies name, code, message, stack and causes of an error, and nothing else', () => {
  const cause = Object.assign(new TypeError('inner'), { headers: { authorization: CANARY } });
  const error = Object.assign(new Error('outer', { cause }), { code: 'E_OUTER', request: { token: CANARY } });
  const copy = toPlainError(error);
  expect(copy).toBeInstanceOf(Error);
  expect(copy).toMatchObject({
    name: 'Error',
    code: 'E_OUTER',
    message: 'outer',
    stack: error.stack,
    cause: { name: 'TypeError', message: 'inner', stack: cause.stack },
  });
  expect(
    JSON.stringify(copy, (_, value) => (value instanceof Error ? { ...value, cause: value.cause } : value)),
  ).not.toContain(CANARY);
});

it('leaves out a code that is no text, and the cause of an error without a cause', () => {
  const copy = toPlainError(Object.assign(new Error('no'), { code: { token: CANARY } }));
  expect(copy).not.toHaveProperty('code');
  expect(copy).not.toHaveProperty('cause');
});

it('has an empty stack if the error has none', () => {
  const error = new Error('no');
  delete error.stack;
  expect(toPlainError(error)).toMatchObject({ stack: '' });
});

it('copies at most ten causes', () => {
  let error = new Error('0');
  for (let number = 1; number <= 20; number += 1) error = new Error(String(number), { cause: error });
  let copies = 0;
  for (let copy = toPlainError(error); copy instanceof Error; copy = copy.cause) copies += 1;
  expect(copies).toBe(11);
});

it('returns a copy unchanged', () => {
  const copy = toPlainError(new Error('no'));
  expect(toPlainError(copy)).toBe(copy);
});

it('names the type of any other value', () => {
  expect(toPlainError(CANARY)).toBe('The thrown value is not an Error: string');
  expect(toPlainError(undefined)).toBe('The thrown value is not an Error: undefined');
});

it('says so if it cannot read the value', () => {
  const unreadable = Object.defineProperty(new Error('no'), 'message', {
    get: () => {
      throw new Error('not readable');
    },
  });
  expect(toPlainError(unreadable)).toBe('The thrown value cannot be read.');
});
