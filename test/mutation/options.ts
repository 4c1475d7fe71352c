import type { PartialStrykerOptions } from '@stryker-mutator/api/core';

/**
 * The tests that have to notice a change in a folder of `lib/`: those of the same folder, and the ones listed here.
 * Of them, Stryker runs only the tests that reach the changed code.
 */
const MORE_TESTS: Readonly<Record<string, readonly string[]>> = {
  http: ['aws', 'client/transport'],
};

/** Tests of the client's operations. They test the resources, and would reach the other code of the client only again. */
const WITHOUT_TESTS = ['!test/lib/client/conformance/**', '!test/lib/client/resources/**'];

/** Resources name paths and types. The conformance tests compare them with Frame.io's OpenAPI document. */
const WITHOUT_SOURCES = '!lib/client/resources/**';

export interface RunOptions {
  /** Number of processes that run tests. */
  readonly concurrency: number;
  /** Whether to keep the results of the last run for code and tests that did not change. */
  readonly onlyChanged: boolean;
}

/** Returns Stryker's options for a folder of `lib/`, or a file in one. `stryker.config.json` contains the others. */
export function optionsFor(path: string, { concurrency, onlyChanged }: RunOptions): PartialStrykerOptions {
  const [, folder = ''] = path.split('/');
  const tests = [folder, ...(MORE_TESTS[folder] ?? [])];
  return {
    configFile: 'test/mutation/stryker.config.json',
    mutate: [path.endsWith('.ts') ? path : `${path}/**/*.ts`, WITHOUT_SOURCES],
    testFiles: [...tests.map((name) => `test/lib/${name}/**/*.test.ts`), ...WITHOUT_TESTS],
    concurrency,
    incremental: true,
    incrementalFile: `reports/mutation/${folder}.json`,
    force: !onlyChanged,
    reporters: process.stdout.isTTY ? ['progress'] : ['progress-append-only'],
  };
}
