import type { PartialStrykerOptions } from '@stryker-mutator/api/core';

/**
 * Left out: tests of the client's operations, and so of the resources. And tests that run bundles in processes of their own:
 * Stryker does not see which code they reach.
 */
const WITHOUT_TESTS = ['!test/lib/client/conformance/**', '!test/lib/client/resources/**', '!test/**/*.long.test.ts'];

/** Tests outside `test/lib/<folder>/` that describe the folder. */
const TESTS_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  actions: ['test/lib/endpoint/action*.test.ts', 'test/lib/adapters/actions.test.ts'],
  app: ['test/lib/adapters/actions.test.ts', 'test/lib/dispatch/*.test.ts', 'test/lib/worker/jobs.test.ts'],
  aws: ['test/lib/queue/*.test.ts', 'test/lib/secrets/secrets-manager.test.ts', 'test/lib/store/*.test.ts'],
  'client/auth': ['test/lib/client/client.test.ts'],
  'client/errors': ['test/lib/client/client.test.ts', 'test/lib/client/transport/*.test.ts'],
  'client/transport': ['test/lib/client/*.test.ts', 'test/lib/client/errors/*.test.ts'],
  'client/upload': ['test/lib/client/download/download.test.ts'],
  dispatch: [
    'test/lib/app/declared-*.test.ts',
    'test/lib/app/store-provider.test.ts',
    'test/lib/jobs/enqueue.test.ts',
    'test/lib/observability/logger.test.ts',
  ],
  endpoint: ['test/hostile/message-size.test.ts'],
  idempotency: ['test/lib/app/same-event.test.ts'],
  jobs: ['test/lib/worker/jobs.test.ts'],
  store: ['test/lib/actions/answer-once.test.ts', 'test/lib/app/store-provider.test.ts'],
};

/** Left out: resources only name paths and types. The conformance tests compare them with Frame.io's OpenAPI document. */
const WITHOUT_SOURCES = '!lib/client/resources/**';

export interface RunOptions {
  /** Number of processes that run tests. */
  readonly concurrency: number;
  /** Whether to keep the results of the last run for code and tests that did not change. */
  readonly onlyChanged: boolean;
}

/** Returns Stryker's options for a folder of `lib/`, or a file in one. `stryker.config.json` contains the others. */
export function optionsFor(path: string, { concurrency, onlyChanged }: RunOptions): PartialStrykerOptions {
  const folder = path.replace(/^lib\//, '').replace(/\/[^/]*\.ts$/, '');
  return {
    configFile: 'test/mutation/stryker.config.json',
    mutate: [path.endsWith('.ts') ? path : `${path}/**/*.ts`, WITHOUT_SOURCES],
    testFiles: [`test/lib/${folder}/**/*.test.ts`, ...(TESTS_ELSEWHERE[folder] ?? []), ...WITHOUT_TESTS],
    concurrency,
    incremental: true,
    incrementalFile: `reports/mutation/${folder.replaceAll('/', '-')}.json`,
    force: !onlyChanged,
    reporters: process.stdout.isTTY ? ['progress'] : ['progress-append-only'],
  };
}
