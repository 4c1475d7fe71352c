import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { ALIASES } from '../../cdk/bundling/aliases.ts';
import { builtEndpoint, builtWorker } from '../support/synthesized.ts';

// A bundle holds stand-ins for modules of Node's own. Nobody who writes a handler is to notice.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'builtins-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const BUILTINS = Object.keys(ALIASES).filter((name) => builtinModules.includes(name.replace(/^node:/, '')));

/** Bundles a program as a function is bundled, runs it, and reads what it printed as JSON. */
async function run(program: string, environment: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const outfile = join(folder, 'program.mjs');
  await build({
    stdin: { contents: program, resolveDir: folder },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['file://*'],
    alias: ALIASES,
    logLevel: 'error',
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], {
    encoding: 'utf8',
    env: { ...environment },
  });
  if (status !== 0) throw new Error(stderr.slice(-1_000));
  return JSON.parse(stdout);
}

/** Node warns of these as soon as they are read. */
const DEPRECATED = ['SlowBuffer', 'fips', 'prng', 'pseudoRandomBytes', 'rng'];

describe.each(BUILTINS)('%s in a bundle', (name) => {
  const real: object = process.getBuiltinModule(name) ?? {};
  const names = Object.keys(real).filter((exported) => !DEPRECATED.includes(exported));

  it('gives all that Node exports, by name, as default and as namespace', async () => {
    const program = `
      import { ${names.map((exported, index) => `${exported} as import${index}`)} } from '${name}';
      import module from '${name}';
      import * as namespace from '${name}';
      const real = process.getBuiltinModule('${name}');
      const byName = [${names.map((_, index) => `import${index}`)}];
      const wrong = ${JSON.stringify(names)}.filter((exported, index) =>
        [byName[index], module[exported], namespace[exported]].some((value) => !Object.is(value, real[exported])));
      console.log(JSON.stringify({ wrong }));`;
    expect(await run(program)).toEqual({ wrong: [] });
  });
});

it('node:events stays the class that it is', async () => {
  const program = `
    import EventEmitter from 'node:events';
    class Mine extends EventEmitter {}
    console.log(new Mine() instanceof process.getBuiltinModule('node:events'));`;
  expect(await run(program)).toBe(true);
});

it('a tracer that wraps request wraps it for everybody', async () => {
  const program = `
    import https, { request as byName } from 'node:https';
    import * as namespace from 'node:https';
    import http from 'node:http';
    https.request = () => 'assigned';
    Object.defineProperty(http, 'request', { value: () => 'defined' });
    console.log(JSON.stringify([
      https.request(), namespace.request(), process.getBuiltinModule('node:https').request(), http.request(),
      process.getBuiltinModule('node:http').request(),
    ]));`;
  expect(await run(program)).toEqual(['assigned', 'assigned', 'assigned', 'defined', 'defined']);
});

const BUNDLES = {
  endpoint: builtEndpoint('inline'),
  'queued endpoint': builtEndpoint('queued'),
  worker: builtWorker(),
} as const;

// What Node loads of its own is some ms of each cold start, and nothing else tells of it.
describe.each([
  { name: 'endpoint', spared: ['internal/deps/undici/undici'] },
  { name: 'queued endpoint', spared: ['internal/deps/undici/undici', 'internal/crypto/webcrypto'] },
  { name: 'worker', spared: ['internal/deps/undici/undici'] },
] as const)('the bundle of the $name', ({ name, spared }) => {
  it(`does not load ${spared.join(', ')}`, async () => {
    const { bundlePath, environment } = BUNDLES[name];
    const program = `
      await import(${JSON.stringify(pathToFileURL(bundlePath).href)});
      console.log(JSON.stringify(process.moduleLoadList));
      process.exit();`;
    const settings = Object.entries(environment).map(([variable, value]) => [variable, String(value)]);
    const loaded = await run(program, { ...Object.fromEntries(settings), ...AWS });
    expect(loaded).toEqual(expect.arrayContaining(['NativeModule https', 'NativeModule crypto']));
    for (const module of spared) expect(loaded).not.toContain(`NativeModule ${module}`);
  });
});

/** Nothing answers there: secrets are asked for in vain. */
const AWS = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};
