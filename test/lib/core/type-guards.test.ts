import { describe, expect, it } from '@jest/globals';
import { isRecord, parseRecord, recordOf } from '../../../lib/core/type-guards.ts';

const OTHER_VALUES = [undefined, null, 1, 'text', true, [], () => undefined];

describe('isRecord', () => {
  it.each([{}, { a: 1 }, new Error('an object')])('accepts the object %j', (value) => {
    expect(isRecord(value)).toBe(true);
  });

  it.each(OTHER_VALUES)('refuses %p', (value) => {
    expect(isRecord(value)).toBe(false);
  });
});

describe('recordOf', () => {
  it('returns a record as it is', () => {
    const record = { a: 1 };
    expect(recordOf(record)).toBe(record);
  });

  it.each(OTHER_VALUES)('returns an empty record for %p', (value) => {
    expect(recordOf(value)).toEqual({});
  });
});

describe('parseRecord', () => {
  it('parses an object', () => {
    expect(parseRecord('{"a":[1]}')).toEqual({ a: [1] });
  });

  it.each(['', '{', 'null', '[]', '1', '"text"'])('returns undefined for %j', (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });
});
