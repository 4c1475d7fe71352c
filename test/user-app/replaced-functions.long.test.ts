import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { copyRepository, type RepositoryCopy } from '../support/repository-copy.ts';
import { runIn } from '../support/run-command.ts';
import { GUIDES } from './guides.ts';
import { writeExamples } from './write-examples.ts';

jest.setTimeout(900_000); // each test runs other tests

const APP_WITHOUT_HANDLERS = `import { App } from 'frameio-lambda';

export const app = new App();
`;

let copy: RepositoryCopy;
beforeEach(() => {
  copy = copyRepository('user app');
  for (const folder of ['functions/handlers', 'test/functions'])
    rmSync(join(copy.folder, folder), { recursive: true, force: true });
  writeFileSync(join(copy.folder, 'functions/app.ts'), APP_WITHOUT_HANDLERS);
});
afterEach(() => copy.remove());

/** Runs tests of the copy. Returns the names of those that failed. */
async function runTests(...paths: readonly string[]) {
  const { exitCode, output } = await runIn(copy.folder, 'npm', ['test', '--', '--maxWorkers', '2', ...paths]);
  return { exitCode, failures: output.match(/^(FAIL | {2}● ).*$/gm) ?? [] };
}

const PASSED = { exitCode: 0, failures: [] };

/**
 * Folders of tests that could read the user's app without importing it: they bundle an app, run a command, compile examples or
 * read the files of the repository. test/structure proves that no other test imports it.
 */
const READ_FILES = ['cdk', 'cli', 'delivery', 'docs', 'hostile', 'sandbox', 'simulation', 'structure'];

describe('a user who deletes every handler', () => {
  it('sees the tests of the deployment, of the documentation and of the structure pass', async () => {
    expect(await runTests('test/cdk', 'test/docs', 'test/structure')).toEqual(PASSED);
  });

  it('sees the compiler accept the project', async () => {
    expect(await runIn(copy.folder, 'npx', ['tsc', '--noEmit'])).toEqual({ exitCode: 0, output: '' });
  });
});

describe('a user who pastes the examples of all guides', () => {
  it('sees every test that could read them pass', async () => {
    for (const { examples } of GUIDES) writeExamples(copy.folder, examples);
    expect(await runTests(...READ_FILES.map((folder) => `test/${folder}`))).toEqual(PASSED);
  });
});
