import { describe, expect, it } from '@jest/globals';
import { formatTable, missedTargets, type Table, type Target } from '../../bench/report.ts';

function tableWith(values: Readonly<Record<string, number>>, target: Omit<Target, 'name'>): Table {
  const figures = Object.entries(values).map(([name, value]) => ({ name, value }));
  return { title: 'A table', unit: 'ms', figures, relativeTo: ['floor'], targets: [{ name: 'ours', ...target }] };
}

const twice = { atMost: 1.6, relativeTo: 'floor' };

describe('a target', () => {
  it.each([
    { name: 'is met at what it allows', values: { ours: 16, floor: 10 }, target: twice, missed: 0 },
    { name: 'is missed above that', values: { ours: 16.1, floor: 10 }, target: twice, missed: 1 },
    { name: 'of the unit is met', values: { ours: 0, floor: 10 }, target: { atMost: 0 }, missed: 0 },
    { name: 'of the unit is missed', values: { ours: 1, floor: 10 }, target: { atMost: 0 }, missed: 1 },
    {
      name: 'is missed when there is nothing to compare with',
      values: { ours: 0, floor: 0 },
      target: twice,
      missed: 1,
    },
  ])('$name', ({ values, target, missed }) => {
    expect(missedTargets([tableWith(values, target)], 'enforce')).toHaveLength(missed);
  });

  it('of any table counts, and is told as in its table', () => {
    const tables = [tableWith({ ours: 1, floor: 1 }, twice), tableWith({ ours: 3, floor: 1 }, twice)];
    expect(missedTargets(tables, 'enforce')).toEqual(['MISSED: ours 3.00 x floor, at most 1.6']);
    expect(tables.map(formatTable).join()).toContain('  MISSED: ours 3.00 x floor, at most 1.6');
  });

  it('about time is only told where timing is reported; the others count', () => {
    const timing = tableWith({ ours: 3, floor: 1 }, { ...twice, isTiming: true });
    const lost = tableWith({ ours: 1, floor: 1 }, { atMost: 0 });
    expect(missedTargets([timing, lost], 'enforce')).toHaveLength(2);
    expect(missedTargets([timing, lost], 'report')).toEqual(['MISSED: ours 1.0 ms, at most 0']);
    expect(formatTable(timing)).toContain('MISSED');
  });
});

it('a note stands under its table', () => {
  expect(formatTable({ ...tableWith({ ours: 1, floor: 1 }, twice), notes: ['How it was done.'] })).toMatch(
    /within target.*\n {2}How it was done\.$/,
  );
});
