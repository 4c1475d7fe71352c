import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { mapStack } from '../../../lib/observability/map-stack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'map-stack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Builds a one-line bundle of a source whose third line throws, and returns it with the stack of the error. */
async function stackOfBundle(name: string): Promise<{ readonly bundle: string; readonly stack: string }> {
  writeFileSync(join(folder, 'source.ts'), 'const text: string = "no";\n\nthrow new Error(text);\n');
  const bundle = join(folder, name);
  const entryPoints = [join(folder, 'source.ts')];
  await build({ entryPoints, outfile: bundle, minify: true, sourcemap: true, sourcesContent: false });
  const column = readFileSync(bundle, 'utf8').indexOf('throw ') + 1;
  return { bundle, stack: `Error: no\n    at file (${pathToFileURL(bundle)}:1:${column})\n    at ${bundle}:1:1` };
}

it('maps the positions of a stack to the source', async () => {
  const { stack } = await stackOfBundle('index.mjs');
  expect(mapStack(stack)).toMatch(/^Error: no\n {4}at file \(source\.ts:3:1\)\n {4}at source\.ts:1:1$/);
});

it('leaves a stack unchanged without a map or with a malformed one', async () => {
  const { bundle, stack } = await stackOfBundle('malformed.mjs');
  writeFileSync(`${bundle}.map`, '{');
  expect(mapStack(stack)).toBe(stack);
  rmSync(`${bundle}.map`);
  const elsewhere = stack.replaceAll('malformed.mjs', 'none.mjs');
  expect(mapStack(elsewhere)).toBe(elsewhere);
});

it('leaves the positions of Node’s modules unchanged', () => {
  const stack = 'Error: no\n    at node:internal/process/task_queues:95:5\n    at <anonymous>';
  expect(mapStack(stack)).toBe(stack);
});

it.each(['/a', 'a/', '/a.js:', '1:'])('takes little time for a message of 200 KB that repeats %s', (part) => {
  const stack = part.repeat(200_000 / part.length);
  const startedAt = performance.now();
  expect(mapStack(stack)).toBe(stack);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
