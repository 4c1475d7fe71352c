import { AsyncLocalStorage } from 'node:async_hooks';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import type { Circus } from '@jest/types';
import fastCheck from 'fast-check';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import { type MutationRun, testId } from './mutation-run.ts';

/** Matches the names of tests that measure time. The changed code is slower than the original, also without a change. */
const MEASURES_TIME = /takes (little|linear) time/;

/** Storages in use by the modules of a test file. Node.js 20 visits each storage for each promise until it is disabled. */
const storages = new Set<AsyncLocalStorage<unknown>>();

const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...input: Parameters<typeof run>) {
  storages.add(this);
  return run.apply(this, input);
};

/** Runs a test file in Node.js, gives the mutated code its context, and selects the tests to run. */
// biome-ignore lint/style/noDefaultExport: Jest loads an environment by its default export.
export default class TestEnvironment extends NodeEnvironment {
  readonly #run: MutationRun;
  readonly #file: string;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.#run = (config.projectConfig.testEnvironmentOptions.currentRun as () => MutationRun)();
    this.#file = context.testPath;
    Object.assign(this.global, { __stryker__: this.#run.instrumenter, sharedFastCheck: fastCheck });
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }

  handleTestEvent(event: Circus.Event): void {
    const { instrumenter, tests, timeLimits, bail, hasFailed } = this.#run;
    if (event.name === 'test_start') {
      const id = testId(this.#file, fullName(event.test));
      const isSelected = tests?.has(id) ?? !MEASURES_TIME.test(id);
      const timeLimit = timeLimits?.get(id);
      if (timeLimit !== undefined) event.test.timeout = timeLimit;
      if (!isSelected || (bail && hasFailed)) event.test.mode = 'skip';
      else instrumenter.currentTestId = id;
    } else if (event.name === 'test_done') {
      this.#run.hasFailed ||= event.test.errors.length > 0;
      delete instrumenter.currentTestId;
    }
  }
}

function fullName(test: Circus.TestEntry): string {
  const names: string[] = [test.name];
  for (let block: Circus.DescribeBlock = test.parent; block.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}
