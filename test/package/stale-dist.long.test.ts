import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyRepository } from '../support/repository-copy.ts';
import { run } from './installed-project.ts';

const ENTRIES = ['lib/index', 'lib/client/index', 'cdk/index', 'testing/index', 'sandbox/index', 'cli/main'];

/** A test that imports the package by its name, as the user's tests do. */
const TEST = `import { expect, it } from '@jest/globals';
import { App } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';

it('imports the package', async () => expect(await testApp(new App())).toBeDefined());
`;

describe('a repository with an outdated dist/', () => {
  const copy = copyRepository('stale dist');

  beforeAll(() => {
    for (const folder of ['functions', 'test/functions'])
      rmSync(join(copy.folder, folder), { recursive: true, force: true });
    cpSync(join(copy.folder, 'test/fixtures/comment-app'), join(copy.folder, 'functions'), { recursive: true });
    mkdirSync(join(copy.folder, 'test/functions'));
    writeFileSync(join(copy.folder, 'test/functions/import.test.ts'), TEST);
    for (const entry of ENTRIES) {
      const file = join(copy.folder, 'dist', entry);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(`${file}.js`, "throw new Error('dist/ was run');\n");
    }
  });

  afterAll(() => copy.remove());

  it.each([
    'npm start -- --once',
    'npm run synth',
    'npm run dlq -- --help',
    'npm test -- test/lib/core test/functions',
  ])('runs the sources with %s', async (command) => {
    const { exitCode, output } = await run(copy.folder, command.split(' '));
    expect(output).not.toContain('dist/ was run');
    expect(exitCode).toBe(0);
  });
});
