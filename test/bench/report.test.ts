import { describe, expect, it } from '@jest/globals';
import { checkTargets, formatTable, formatTargets, type Table, type Target } from '../../bench/report.ts';

function tableWith(values: Readonly<Record<string, number>>, target: Omit<Target, 'name'>): Table {
  const figures = Object.entries(values).map(([name, value]) => ({ name, value }));
  return { title: 'A table', unit: 'ms', figures, relativeTo: ['floor'], targets: [{ name: 'worker', ...target }] };
}

const relative = { atMost: 1.6, relativeTo: 'floor' };

describe('checkTargets', () => {
  it.each([
    { name: 'meets a ratio at its limit', values: { worker: 16, floor: 10 }, target: relative, status: 'met' },
    { name: 'misses a ratio above its limit', values: { worker: 16.1, floor: 10 }, target: relative, status: 'missed' },
    { name: 'meets a value at its limit', values: { worker: 0, floor: 10 }, target: { atMost: 0 }, status: 'met' },
    {
      name: 'misses a value above its limit',
      values: { worker: 1, floor: 10 },
      target: { atMost: 0 },
      status: 'missed',
    },
    { name: 'misses a ratio to zero', values: { worker: 0, floor: 0 }, target: relative, status: 'missed' },
  ])('$name', ({ values, target, status }) => {
    expect(checkTargets([tableWith(values, target)], 'enforce')).toMatchObject([{ status }]);
  });

  it('checks the targets of every table', () => {
    const tables = [tableWith({ worker: 1, floor: 1 }, relative), tableWith({ worker: 3, floor: 1 }, relative)];
    expect(checkTargets(tables, 'enforce')).toMatchObject([
      { status: 'met' },
      { name: 'worker', measured: '3.00 x floor', limit: 'at most 1.6 x floor', status: 'missed' },
    ]);
  });

  it('only reports missed targets of time if timing is reported', () => {
    const tables = [
      tableWith({ worker: 3, floor: 1 }, { ...relative, isTiming: true }),
      tableWith({ worker: 1, floor: 1 }, { atMost: 0 }),
    ];
    expect(checkTargets(tables, 'enforce')).toMatchObject([{ status: 'missed' }, { status: 'missed' }]);
    expect(checkTargets(tables, 'report')).toMatchObject([{ status: 'missed, not enforced' }, { status: 'missed' }]);
  });

  it('refuses a target of a candidate that was not measured', () => {
    expect(() => checkTargets([tableWith({ floor: 1 }, relative)], 'enforce')).toThrow(
      'Expected a value of "worker", found none.',
    );
  });
});

it('formats a line per candidate, with ratios and notes', () => {
  const table = tableWith({ floor: 1, worker: 3 }, relative);
  expect(formatTable({ ...table, notes: ['A note.'] }).split('\n')).toEqual([
    'A table',
    '                ms   x floor',
    '  floor        1.0      1.00',
    '  worker       3.0      3.00',
    '  A note.',
  ]);
});

it('formats each target below the title of its table', () => {
  const tables = [tableWith({ worker: 1, floor: 1 }, relative), tableWith({ worker: 3, floor: 1 }, { atMost: 2 })];
  expect(formatTargets(checkTargets(tables, 'enforce')).split('\n')).toEqual([
    'Targets',
    '  A table',
    '    worker   1.00 x floor   at most 1.6 x floor   met',
    '  A table',
    '    worker   3.0 ms         at most 2 ms          missed',
  ]);
});
