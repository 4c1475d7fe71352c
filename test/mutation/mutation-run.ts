import { relative } from 'node:path';
import type { InstrumenterContext } from '@stryker-mutator/api/core';

/** What the test files of one run share. They run one after another, in one process. */
export interface MutationRun {
  /** What the mutated code reads and writes: the active mutant, or the mutants that each test reaches. */
  readonly instrumenter: InstrumenterContext;
  /** Ids of the tests to run. Without it, all tests run. */
  readonly tests?: ReadonlySet<string>;
  /** Time limits of the tests, in milliseconds. A test without one has Jest's. */
  readonly timeLimits?: ReadonlyMap<string, number>;
  /** Whether the first failure ends the run. */
  readonly bail: boolean;
  hasFailed: boolean;
}

const SEPARATOR = ': ';

/** Returns the id of a test. It starts with the file, because tests in two files can have the same name. */
export function testId(file: string, fullName: string): string {
  return `${relative(process.cwd(), file)}${SEPARATOR}${fullName}`;
}

/** Returns the file of a test, relative to the project. */
export function fileOfTest(id: string): string {
  return id.slice(0, id.indexOf(SEPARATOR));
}

/**
 * Adds the mutants that a file reaches outside its tests, in constants of modules for example, to each of its tests.
 * Every run loads the modules again. So the tests of the files that load such a mutant are enough to test it.
 */
export function addStaticCoverage({ instrumenter }: MutationRun, tests: readonly string[]): void {
  const coverage = instrumenter.mutantCoverage;
  if (!coverage) return;
  for (const test of tests) coverage.perTest[test] = sum(coverage.perTest[test] ?? {}, coverage.static);
  coverage.static = {};
}

function sum(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  const total = { ...left };
  for (const [mutant, hits] of Object.entries(right)) total[mutant] = (total[mutant] ?? 0) + hits;
  return total;
}
