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

it.each(['bundle.js', 'bundle.cjs'])('maps the positions in %s', async (name) => {
  const { stack } = await stackOfBundle(name);
  expect(mapStack(stack)).toContain('(source.ts:3:1)');
});

it('maps line and column exactly, and leaves out the way up to the source', () => {
  const map = { version: 3, sources: ['../../../lib/a.ts'], names: [], mappings: 'AAAA;EACA,KAAK' }; // 2:3 -> 2:1, 2:8 -> 2:6
  const bundle = join(folder, 'exact.js');
  writeFileSync(`${bundle}.map`, JSON.stringify(map));
  const positions = ['1:1', '2:3', '2:7', '2:8'].map((position) => mapStack(`${bundle}:${position}`));
  expect(positions).toEqual(['lib/a.ts:1:1', 'lib/a.ts:2:1', 'lib/a.ts:2:1', 'lib/a.ts:2:6']);
});

it('reads a map once', async () => {
  const { bundle, stack } = await stackOfBundle('once.mjs');
  const mapped = mapStack(stack);
  rmSync(`${bundle}.map`);
  expect(mapStack(stack)).toBe(mapped);
});

it.each(['relative/bundle.js:1:1', 'bundle.js.txt:1:1', 'bundle.ts:1:1'])('leaves %s unchanged', (position) => {
  writeFileSync(join(folder, 'bundle.js.txt.map'), '{"version":3,"sources":["a.ts"],"names":[],"mappings":"AAAA"}');
  writeFileSync(join(folder, 'bundle.ts.map'), '{"version":3,"sources":["a.ts"],"names":[],"mappings":"AAAA"}');
  const stack = position.startsWith('relative') ? position : join(folder, position);
  expect(mapStack(stack)).toBe(stack);
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
