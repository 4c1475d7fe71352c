import { beforeEach, describe, expect, it } from '@jest/globals';
import { withAttributes, withRedaction, withSerializedErrors } from '../../../lib/observability/logger.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

let memory: MemoryLogger;
beforeEach(() => {
  memory = new MemoryLogger();
});

/** Returns the attributes as the logger of a handler writes them. */
function redacted(attributes: Record<string, unknown>): unknown {
  withRedaction(memory).info('received', attributes);
  return memory.lines.at(-1)?.attributes;
}

describe('a logger for handlers', () => {
  it.each(LEVELS)('redacts message and attributes at the level %s', (level) => {
    withRedaction(memory)[level]('sent Bearer abc', { token: 'abc' }, { id: 1 });
    expect(memory.lines).toEqual([
      { level, message: 'sent Bearer [redacted]', attributes: { token: '[redacted]', id: 1 } },
    ]);
  });

  it.each([
    {
      name: 'any value under the name of a secret',
      value: { token: 7, password: ['a'] },
      expected: { token: '[redacted]', password: '[redacted]' },
    },
    {
      name: 'no secret that is missing',
      value: { token: undefined, secret: null },
      expected: { token: undefined, secret: null },
    },
    { name: 'a secret in a name', value: { 'Bearer abc': 1 }, expected: { 'Bearer [redacted]': 1 } },
    { name: 'a secret in a text', value: { text: 'Bearer abc' }, expected: { text: 'Bearer [redacted]' } },
    {
      name: 'a secret in an object',
      value: { request: { cookie: 'a' } },
      expected: { request: { cookie: '[redacted]' } },
    },
    {
      name: 'a secret in a list',
      value: { list: [{ token: 'a' }, 1] },
      expected: { list: [{ token: '[redacted]' }, 1] },
    },
    {
      name: 'a pair in a list',
      value: { pair: ['authorization', 'a', 'b'] },
      expected: { pair: ['authorization', '[redacted]', 'b'] },
    },
    {
      name: 'a pair in an object',
      value: { pair: { name: 'Authorization', value: 'a' } },
      expected: { pair: { name: 'Authorization', value: '[redacted]' } },
    },
    {
      name: 'not the value of another pair',
      value: { pair: { name: 'accept', value: 'a' } },
      expected: { pair: { name: 'accept', value: 'a' } },
    },
    {
      name: 'no pair that is a sentence',
      value: { pair: ['see the token', 'a'] },
      expected: { pair: ['see the token', 'a'] },
    },
    { name: 'bytes', value: { bytes: Buffer.from('abc') }, expected: { bytes: '3 bytes' } },
    { name: 'a String object', value: { text: new String('Bearer abc') }, expected: { text: 'Bearer [redacted]' } },
    {
      name: 'what toJSON returns',
      value: { custom: { toJSON: () => ({ token: 'a' }) } },
      expected: { custom: { token: '[redacted]' } },
    },
    {
      name: 'no number, date or boolean',
      value: { a: 1, b: true, at: new Date(0) },
      expected: { a: 1, b: true, at: '1970-01-01T00:00:00.000Z' },
    },
  ])('redacts $name', ({ value, expected }) => {
    expect(redacted(value)).toEqual(expected);
  });

  it('reduces errors, also in place of the attributes', () => {
    const error = Object.assign(new Error('failed'), { request: { token: 'canary' } });
    expect(redacted({ nested: { error } })).not.toHaveProperty('nested.error.request');
    Reflect.apply(withRedaction(memory).error, undefined, ['failed', error]);
    expect(memory.lines.at(-1)?.attributes).toMatchObject({ error: { message: 'failed' } });
  });

  it('accepts no attributes', () => {
    Reflect.apply(withRedaction(memory).info, undefined, ['received', undefined]);
    expect(memory.lines).toEqual([{ level: 'info', message: 'received', attributes: {} }]);
  });

  it('writes at most 100 entries of an object and of a list', () => {
    const list = Array.from({ length: 101 }, (_, index) => index);
    expect(redacted({ list })).toEqual({ list: list.slice(0, 100) });
    expect(redacted({ object: Object.assign({}, list) })).toEqual({ object: Object.assign({}, list.slice(0, 100)) });
  });

  it('writes six levels of objects', () => {
    const deep = { a: { b: { c: { d: { e: { f: {} } } } } } };
    expect(redacted(deep)).toEqual({ a: { b: { c: { d: { e: { f: '…' } } } } } });
  });

  it('leaves out an object that contains itself, and no other that occurs twice', () => {
    const shared = { id: 1 };
    const circular: Record<string, unknown> = { id: 2 };
    circular.self = circular;
    expect(redacted({ a: shared, b: shared, circular })).toEqual({ a: shared, b: shared, circular: { id: 2 } });
  });

  it('writes an object with a toJSON that is no function as it is', () => {
    expect(redacted({ custom: { toJSON: 1 } })).toEqual({ custom: { toJSON: 1 } });
  });

  it('leaves out what contains itself through toJSON', () => {
    const custom = { toJSON: () => ({ custom }) };
    expect(redacted({ custom })).toEqual({ custom: { custom: undefined } });
  });

  it('takes no text of 100 characters for the name of a secret', () => {
    const name = `${'x'.repeat(94)}-token`;
    expect(redacted({ pair: [name, 'a'] })).toEqual({ pair: [name, 'a'] });
    expect(redacted({ pair: [name.slice(1), 'a'] })).toEqual({ pair: [name.slice(1), '[redacted]'] });
  });

  it('redacts the value of a pair only, and no other entry of it', () => {
    const pair = { name: 'cookie', value: 'a', path: '/' };
    expect(redacted({ pair })).toEqual({ pair: { ...pair, value: '[redacted]' } });
    expect(redacted({ pair: { value: 'cookie' } })).toEqual({ pair: { value: 'cookie' } });
  });

  it('says that it cannot read an object', () => {
    const unreadable = {
      get size() {
        throw new Error('not readable');
      },
    };
    expect(redacted({ unreadable })).toEqual({ unreadable: { unreadable: true } });
  });
});

it.each(LEVELS)('adds attributes to a line of the level %s, before those of the line', (level) => {
  withAttributes(memory, { id: 1, type: 'file.ready' })[level]('received', { id: 2 });
  expect(memory.lines).toEqual([{ level, message: 'received', attributes: { id: 2, type: 'file.ready' } }]);
});

it.each(LEVELS)('serializes only the attribute error of a line of the level %s', (level) => {
  withSerializedErrors(memory, (error) => `serialized ${error}`)[level]('failed', { error: 1, id: 2 }, { type: 3 });
  expect(memory.lines).toEqual([{ level, message: 'failed', attributes: { error: 'serialized 1', id: 2, type: 3 } }]);
});
