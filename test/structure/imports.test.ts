import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { cyclesIn, importsAmong, sourceFilesIn } from './import-graph.ts';
import { brokenRule, EXCEPTIONS, type ImportException, isException, isUserFile } from './import-rules.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const imports = importsAmong(ROOT, sourceFilesIn(ROOT)).filter(({ from }) => !isUserFile(from));

describe('the imports of the framework', () => {
  it('include those of every folder', () => {
    const folders = new Set(imports.map(({ from }) => from.split('/')[0]));
    expect([...folders]).toEqual(expect.arrayContaining(['bench', 'cdk', 'docs', 'lib', 'sandbox', 'test']));
  });

  it('form no cycle', () => {
    expect(cyclesIn(imports)).toEqual([]);
  });

  it('break no rule', () => {
    const violations = imports
      .filter((found) => !EXCEPTIONS.some((exception) => isException(found, exception)))
      .flatMap((found) => {
        const rule = brokenRule(found);
        return rule === undefined ? [] : [`${found.from} -> ${found.to}: ${rule}`];
      });
    expect(violations).toEqual([]);
  });

  it('need every exception', () => {
    const isNeeded = (exception: ImportException) =>
      imports.some((found) => isException(found, exception) && brokenRule(found) !== undefined);
    expect(EXCEPTIONS.filter((exception) => !isNeeded(exception))).toEqual([]);
  });
});

describe('the rules', () => {
  it.each([
    { from: 'lib/endpoint/a.ts', to: 'lib/app/b.ts' },
    { from: 'lib/queue/a.ts', to: 'lib/retry/b.ts' },
    { from: 'cdk/a.ts', to: 'lib/core/env.ts' },
    { from: 'cli/dlq.ts', to: 'sandbox/b.ts' },
    { from: 'cli/start/a.ts', to: 'sandbox/b.ts' },
    { from: 'simulation/a.ts', to: 'cli/dlq/redrive.ts' },
    { from: 'bench/a.ts', to: 'test/support/b.ts' },
  ])('allow $from -> $to', (found) => {
    expect(brokenRule(found)).toBeUndefined();
  });

  it.each([
    { from: 'lib/core/a.ts', to: 'lib/aws/b.ts', rule: 'lib/aws is a layer above lib/core' },
    { from: 'lib/app/a.ts', to: 'lib/index.ts', rule: 'lib/index.ts is a layer above lib/app' },
    { from: 'lib/new/a.ts', to: 'lib/core/b.ts', rule: 'lib/new has no layer: add it to LIB_LAYERS' },
    { from: 'lib/core/a.ts', to: 'cdk/b.ts', rule: 'lib may import only lib/' },
    { from: 'cdk/a.ts', to: 'lib/index.ts', rule: 'cdk may import only cdk/, lib/core/' },
    { from: 'sandbox/a.ts', to: 'cli/b.ts', rule: 'sandbox may import only sandbox/, lib/, cdk/' },
    { from: 'new/a.ts', to: 'lib/index.ts', rule: 'new has no rule: add it to MAY_IMPORT' },
  ])('refuse $from -> $to', ({ rule, ...found }) => {
    expect(brokenRule(found)).toBe(rule);
  });

  it.each(['lib', 'cdk', 'cli', 'sandbox', 'simulation', 'bench', 'docs', 'test/support', 'test/fixtures'])(
    'refuse an import of the user’s app from %s',
    (folder) => {
      expect(brokenRule({ from: `${folder}/a.ts`, to: 'functions/app.ts' })).toContain('belong to the user');
    },
  );

  it('apply to no file of the user', () => {
    const files = ['functions/handlers/a.ts', 'test/functions/a.test.ts', 'test/fixtures/comment-app/app.ts'];
    expect(files.map(isUserFile)).toEqual([true, true, false]);
  });
});

it('reports a cycle as the path through its files', () => {
  const ring = [
    { from: 'start.ts', to: 'a.ts' },
    { from: 'a.ts', to: 'b.ts' },
    { from: 'b.ts', to: 'a.ts' },
    { from: 'b.ts', to: 'end.ts' },
  ];
  expect(cyclesIn(ring)).toEqual(['a.ts -> b.ts -> a.ts']);
});
