import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { findNonJson } from '../../../lib/core/json.ts';

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

/** Returns a list in a list, and so on. */
const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);

describe('findNonJson', () => {
  it.each([null, true, 0, -1.5, '', [], {}, { list: [{ deep: ['text', null] }] }, Object.create(null)])(
    'accepts %j',
    (value) => expect(findNonJson(value, 'payload')).toBeUndefined(),
  );

  it('accepts an object of another realm', () => {
    expect(findNonJson(runInNewContext('({ list: [{}] })'), 'payload')).toBeUndefined();
  });

  it('accepts an object that occurs twice without a cycle', () => {
    const shared = { id: 1 };
    expect(findNonJson([shared, shared], 'payload')).toBeUndefined();
  });

  it.each([
    { value: undefined, found: 'payload is undefined' },
    { value: Number.NaN, found: 'payload is NaN' },
    { value: { list: [1, undefined] }, found: 'payload.list[1] is undefined' },
    { value: { due: new Date(0) }, found: 'payload.due is a Date' },
    { value: { call: () => 1 }, found: 'payload.call is a function' },
    { value: { big: 1n }, found: 'payload.big is a bigint' },
    { value: new Map(), found: 'payload is a Map' },
    { value: cycle, found: 'payload.self contains itself' },
    { value: Object.assign(new Array(2), { 0: 1 }), found: 'payload[1] is undefined' },
    { value: nested(1_000), found: 'its depth is more than 500' },
  ])('reports that $found', ({ value, found }) => {
    expect(findNonJson(value, 'payload')).toBe(found);
  });
});
