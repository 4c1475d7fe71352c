import { describe, expect, it } from '@jest/globals';
import type { MutantResult, MutantStatus } from '@stryker-mutator/api/core';
import { describeSurvivor, formatTable, summarize } from './report.ts';

function mutant(status: MutantStatus, changes: Partial<MutantResult> = {}): MutantResult {
  const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  return {
    id: '1',
    fileName: 'lib/core/clock.ts',
    location,
    mutatorName: 'BlockStatement',
    replacement: '{}',
    ...changes,
    status,
  };
}

describe('the percentage of a folder', () => {
  it.each<{ name: string; statuses: MutantStatus[]; percentage: number; survivors: number }>([
    { name: 'counts timeouts as killed', statuses: ['Killed', 'Timeout'], percentage: 100, survivors: 0 },
    {
      name: 'counts mutants without a test as survivors',
      statuses: ['Killed', 'NoCoverage'],
      percentage: 50,
      survivors: 1,
    },
    { name: 'ignores what is left out', statuses: ['Survived', 'Killed', 'Ignored'], percentage: 50, survivors: 1 },
    { name: 'is 100 without mutants', statuses: [], percentage: 100, survivors: 0 },
  ])('$name', ({ statuses, percentage, survivors }) => {
    const result = summarize(
      'lib/core',
      statuses.map((status) => mutant(status)),
    );
    expect(result.percentage).toBe(percentage);
    expect(result.survivors).toHaveLength(survivors);
  });
});

describe('the description of a survivor', () => {
  // The first line of this file is the changed code.
  const fileName = import.meta.filename;
  const location = { start: { line: 1, column: 10 }, end: { line: 1, column: 18 } };

  it('names the place, the code and its replacement', () => {
    expect(describeSurvivor(mutant('Survived', { fileName, location, replacement: 'a\n  b' }))).toBe(
      'test/mutation/report.test.ts:1:10: describe  ->  a b',
    );
  });

  it('says that no test reaches the code', () => {
    expect(describeSurvivor(mutant('NoCoverage', { fileName, location }))).toBe(
      'test/mutation/report.test.ts:1:10 (no test): describe  ->  {}',
    );
  });

  it('writes several lines as one', () => {
    const lines = { start: { line: 1, column: 1 }, end: { line: 2, column: 12 } };
    expect(describeSurvivor(mutant('Survived', { fileName, location: lines }))).toMatch(
      /: import \{ describe, expect, it \} from '@jest\/globals'; import type {2}->/,
    );
  });
});

it('the table has a row for each folder', () => {
  const survivors = [mutant('Survived')];
  expect(
    formatTable([
      { folder: 'lib/core', percentage: 99.53, survivors },
      { folder: 'lib/idempotency', percentage: 100, survivors: [] },
    ]),
  ).toBe(
    [
      'folder           killed % survivors',
      'lib/core             99.5         1',
      'lib/idempotency     100.0         0',
    ].join('\n'),
  );
});
