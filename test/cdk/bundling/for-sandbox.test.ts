import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { bundle } from '../../../cdk/bundling/bundle.ts';
import { ProjectFolder } from '../../support/project-folder.ts';

const output = new ProjectFolder();
afterAll(() => output.remove());

/** What traces handlers. */
const CHANNELS = ['frameio-lambda:handler', 'frameio-lambda:worker'];

it.each([
  { forSandbox: true, expected: CHANNELS },
  { forSandbox: false, expected: [] },
  { forSandbox: undefined, expected: [] },
])('a bundle with forSandbox = $forSandbox traces $expected', ({ forSandbox, expected }) => {
  const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
  const outfile = join(output.path, 'worker.mjs');
  const entry = join(projectRoot, 'test/fixtures/comment-app/worker.ts');
  bundle({ projectRoot, entry, outfile, ...(forSandbox !== undefined && { forSandbox }) });
  const text = readFileSync(outfile, 'utf8');
  expect(CHANNELS.filter((name) => text.includes(name))).toEqual(expected);
});
