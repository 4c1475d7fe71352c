import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { codeFrame } from '../../../sandbox/code/code-frame.ts';
import { locateInStack } from '../../../sandbox/code/source-location.ts';

const projectRoot = mkdtempSync(join(tmpdir(), 'project-'));
mkdirSync(join(projectRoot, 'functions'));
mkdirSync(join(projectRoot, 'node_modules/library'), { recursive: true });
writeFileSync(join(projectRoot, 'functions/slack.ts'), 'one\ntwo\nthree\nfour\nfive\nsix\n');
writeFileSync(join(projectRoot, 'node_modules/library/index.js'), 'library\n');
afterAll(() => rmSync(projectRoot, { recursive: true }));

const locate = (...positions: string[]) =>
  locateInStack(
    ['TypeError: boom (x.ts:1:1)', ...positions.map((position) => `    at ${position}`)].join('\n'),
    projectRoot,
  );

describe("the place of an error in the user's code", () => {
  it("is the innermost one that is neither a library's nor the framework's", () => {
    const frames = [
      'node:internal/process:1:2',
      'get (node_modules/library/index.js:1:1)',
      'post (functions/slack.ts:3:2)',
    ];
    expect(locate(...frames, 'handle (functions/slack.ts:6:1)')).toMatchObject({
      file: 'functions/slack.ts',
      line: 3,
      column: 2,
    });
  });

  it('is found if the path starts at a folder above the project', () => {
    expect(locate(`${basename(projectRoot)}/functions/slack.ts:3:2`)).toMatchObject({ file: 'functions/slack.ts' });
  });

  it('is found in an asynchronous frame', () => {
    expect(locate('async post (functions/slack.ts:3:2)')).toMatchObject({ line: 3 });
  });

  it('is not in the framework, whose sources a clone of its repository bundles', () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    expect(locateInStack('    at run (lib/dispatch/run-handlers.ts:1:1)', root)).toBeUndefined();
  });

  it('is undefined without such a place', () => {
    expect(locate('missing (functions/missing.ts:1:1)')).toBeUndefined();
  });
});

describe('a code frame', () => {
  it.each([
    {
      place: 'the middle',
      line: 3,
      column: 2,
      frame: ['  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | four', '  5 | five'],
    },
    { place: 'the first line', line: 1, column: 1, frame: ['> 1 | one', '    | ^', '  2 | two', '  3 | three'] },
    { place: 'a line after the end', line: 9, column: 1, frame: [] },
  ])('shows the lines around $place', ({ line, column, frame }) => {
    const rows = codeFrame('one\ntwo\nthree\nfour\nfive\nsix', line, column);
    expect(rows.split('\n').filter((row) => row !== '')).toEqual(frame);
  });

  it('shows the start of a long line only', () => {
    expect(codeFrame('x'.repeat(1_000), 1, 900)).toBe(`> 1 | ${'x'.repeat(160)}`);
  });
});
