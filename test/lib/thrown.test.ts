import { describe, expect, it } from '@jest/globals';
import { loggable, textOf } from '../../lib/thrown.ts';

const error = new TypeError('x is undefined', { cause: new Error('because') });
const circular = new Error('I am my own cause');
circular.cause = circular;
const unreadable = new Error('Do not look');
Object.defineProperty(unreadable, 'detail', {
  enumerable: true,
  get: () => {
    throw new Error('not readable');
  },
});
const trap = new Proxy(
  {},
  {
    getPrototypeOf: () => {
      throw new Error('trapped');
    },
  },
);

describe('what was thrown', () => {
  it.each<[string, unknown, string]>([
    ['an error', error, 'TypeError: x is undefined'],
    ['an error that is its own cause', circular, 'Error: I am my own cause'],
    ['a text', 'no', 'no'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('why'), 'Symbol(why)'],
    ['an object without a prototype', Object.create(null), '[Object: null prototype] {}'],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('no');
        },
      },
      '{ a: [Getter] }',
    ],
    ['a proxy that throws', trap, 'Something was thrown that cannot be shown.'],
  ])('%s has words', (_, thrown, text) => {
    expect(textOf(thrown)).toBe(text);
  });

  it('goes to the log as it is, when it is an error', () => {
    expect(loggable(error)).toBe(error);
  });

  it.each<[string, unknown]>([
    ['an error that is its own cause', circular],
    ['an error with a getter that throws', unreadable],
    ['no error', { count: 7n }],
  ])('goes to the log in words, when it is %s', (_, thrown) => {
    expect(loggable(thrown)).toBe(textOf(thrown));
  });
});
