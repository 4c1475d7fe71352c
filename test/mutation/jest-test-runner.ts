import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestResult as FileResult } from '@jest/test-result';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import type { Logger } from '@stryker-mutator/api/logging';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { readConfigs } from 'jest-config';
import type { Config, Test } from 'jest-runner';
import { TestWatcher } from 'jest-watcher';
import { addStaticCoverage, fileOfTest, type MutationRun, testId } from './mutation-run.ts';

// The declarations of these packages describe their CommonJS modules.
const require = createRequire(import.meta.url);
const { default: JestRunner }: typeof import('jest-runner') = require('jest-runner');
const { default: JestRuntime }: typeof import('jest-runtime') = require('jest-runtime');

const ENVIRONMENT = fileURLToPath(new URL('test-environment.ts', import.meta.url));

const FAST_CHECK: [string, string] = ['^fast-check$', fileURLToPath(new URL('shared-fast-check.ts', import.meta.url))];

/** Maximum time limit of a test. If a change makes it hang, it fails, and the process goes on. */
const TEST_TIMEOUT_MS = 20_000;

/** Returns the time limit of a test that takes this long without a change, in milliseconds. */
const timeLimitOf = (durationMs: number) => Math.min(3_000 + 10 * durationMs, TEST_TIMEOUT_MS);

const WATCHER = new TestWatcher({ isWatchMode: false });

interface Jest {
  readonly globalConfig: Config.GlobalConfig;
  readonly context: Test['context'];
}

/**
 * Runs the tests that reach a mutant, until the first failure.
 *
 * The runner of `@stryker-mutator/jest-runner` starts Jest for every mutant, loads each test file that imports the mutated
 * file, and continues after a failure.
 */
class JestTestRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.logger);

  readonly #log: Logger;
  /** Number of mutants in a source file that a test file noticed, by both names. */
  readonly #kills = new Map<string, number>();
  /** Time limits of the tests, in milliseconds. Empty in a process that Stryker starts after the dry run. */
  #timeLimits: ReadonlyMap<string, number> = new Map();
  #jest: Jest | undefined;
  #currentRun: MutationRun | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    process.env.NODE_ENV = 'test';
    this.#jest = await this.#loadJest();
  }

  /** Runs all tests without a change. Leaves out the tests that fail, for example because the machine is busy. */
  async dryRun({ testFiles = [] }: DryRunOptions): Promise<DryRunResult> {
    const instrumenter = { mutantCoverage: { static: {}, perTest: {} } };
    const result = await this.#run(testFiles, { instrumenter, bail: false, hasFailed: false });
    if (result.status !== DryRunStatus.Complete) return result;
    for (const test of result.tests) {
      if (test.status === TestStatus.Failed) this.#log.error(`Left out, because it fails: ${test.id}`);
    }
    const tests = result.tests.filter(({ status }) => status === TestStatus.Success);
    this.#timeLimits = new Map(tests.map(({ id, timeSpentMs }) => [id, timeLimitOf(timeSpentMs)]));
    return { ...result, tests };
  }

  async mutantRun({
    activeMutant,
    testFilter = [],
    hitLimit,
    sandboxFileName,
  }: MutantRunOptions): Promise<MutantRunResult> {
    const reachingFiles = [...new Set(testFilter.map(fileOfTest))].map((file) => join(process.cwd(), file));
    const files = this.#likeliestFirst(reachingFiles, sandboxFileName);
    const instrumenter = { activeMutant: activeMutant.id, ...(hitLimit !== undefined && { hitLimit, hitCount: 0 }) };
    process.env[INSTRUMENTER_CONSTANTS.ACTIVE_MUTANT_ENV_VARIABLE] = activeMutant.id; // for child processes
    try {
      const selection = { tests: new Set(testFilter), timeLimits: this.#timeLimits };
      const run: MutationRun = { instrumenter, ...selection, bail: true, hasFailed: false };
      const result = toMutantRunResult(await this.#run(files, run));
      if (result.status === MutantRunStatus.Killed) this.#countKill(result.killedBy, sandboxFileName);
      return result;
    } finally {
      delete process.env[INSTRUMENTER_CONSTANTS.ACTIVE_MUTANT_ENV_VARIABLE];
    }
  }

  /** Puts the tests first that noticed most mutants in the mutated file, and at the start those named after it. */
  #likeliestFirst(files: readonly string[], mutatedFile: string): readonly string[] {
    const namesake = `${basename(mutatedFile, '.ts')}.test.ts`;
    const rank = (file: string) => this.#kills.get(`${mutatedFile} ${file}`) ?? (basename(file) === namesake ? 0.5 : 0);
    return files.toSorted((left, right) => rank(right) - rank(left));
  }

  #countKill(killedBy: string | readonly string[], mutatedFile: string): void {
    for (const test of [killedBy].flat()) {
      const key = `${mutatedFile} ${join(process.cwd(), fileOfTest(test))}`;
      this.#kills.set(key, (this.#kills.get(key) ?? 0) + 1);
    }
  }

  /** Runs the files one after another. */
  async #run(files: readonly string[], run: MutationRun): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const file of files) {
      tests.push(...(await this.#runFile(file, run)));
      if (run.bail && run.hasFailed) break;
    }
    const { hitCount, hitLimit, mutantCoverage } = run.instrumenter;
    const hitLimitReached = determineHitLimitReached(hitCount, hitLimit);
    return hitLimitReached ?? { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async #runFile(path: string, run: MutationRun): Promise<readonly TestResult[]> {
    if (!this.#jest) throw new Error('Call init() first.');
    const { globalConfig, context } = this.#jest;
    const tests: TestResult[] = [];
    const runner = new JestRunner(globalConfig, {});
    runner.on('test-file-success', ([, result]) => void tests.push(...resultsOf(result)));
    runner.on('test-file-failure', ([, error]) => void tests.push(loadFailure(path, error)));
    this.#currentRun = run;
    await runner.runTests([{ context, path }], WATCHER, { serial: true });
    run.hasFailed ||= tests.some(({ status }) => status === TestStatus.Failed);
    addStaticCoverage(run, [...new Set(tests.map(({ id }) => id))]);
    return tests;
  }

  async #loadJest(): Promise<Jest> {
    const argv = {
      $0: 'jest',
      _: [],
      config: join(process.cwd(), 'jest.config.json'),
      silent: true,
      testTimeout: TEST_TIMEOUT_MS,
      testLocationInResults: true,
    };
    const { globalConfig, configs } = await readConfigs(argv, [process.cwd()]);
    const [project] = configs;
    if (!project) throw new Error('Jest found no project.');
    // A function, because Jest reads every file again if the configuration changes as text.
    const testEnvironmentOptions = { ...project.testEnvironmentOptions, currentRun: () => this.#currentRun };
    const moduleNameMapper = [...project.moduleNameMapper, FAST_CHECK];
    const config = { ...project, testEnvironment: ENVIRONMENT, testEnvironmentOptions, moduleNameMapper };
    const context = await JestRuntime.createContext(config, { maxWorkers: 1, watchman: false });
    return { globalConfig, context };
  }
}

function resultsOf({ testFilePath, testResults, testExecError }: FileResult): readonly TestResult[] {
  if (testExecError) return [loadFailure(testFilePath, testExecError)];
  return testResults
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, duration, status, failureMessages, location }) => ({
      id: testId(testFilePath, fullName),
      name: fullName,
      fileName: testFilePath,
      timeSpentMs: duration ?? 0,
      ...(location && { startPosition: { line: location.line - 1, column: location.column } }),
      ...(status === 'passed'
        ? { status: TestStatus.Success }
        : { status: TestStatus.Failed, failureMessage: failureMessages.join('\n') }),
    }));
}

/** Returns the result of a file that does not load. */
function loadFailure(fileName: string, { message }: { readonly message: string }): TestResult {
  const name = 'the file loads';
  const common = { id: testId(fileName, name), name, fileName, timeSpentMs: 0 };
  return { ...common, status: TestStatus.Failed, failureMessage: message };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'jest-files', JestTestRunner)];
