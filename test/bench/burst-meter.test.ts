import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { bundle } from '../../bench/bundle.ts';
import type { MeteredInvocation } from '../../bench/burst-meter-child.ts';
import { runProgram } from '../support/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'burst-meter-'));
let meter: string;
beforeAll(async () => {
  meter = await bundle('burst-meter-child.ts', folder);
});

/** Runs a function with this body inside the meter, in its own process. */
async function metered(body: string): Promise<MeteredInvocation> {
  const imports = `import * as timers from 'node:timers'; import * as promises from 'node:timers/promises'; import { promisify } from 'node:util';`;
  const path = join(folder, `${body.length}.mjs`);
  writeFileSync(path, `${imports}\nexport async function handler() { ${body} }`);
  const run = `const { handler } = await import(${JSON.stringify(meter)}); await handler({}, {});`;
  const { output } = await runProgram(process.execPath, ['--input-type=module', '-e', run], { METERED_BUNDLE: path });
  const invocation: MeteredInvocation = JSON.parse(output);
  return invocation;
}

it.each([
  ['node:timers/promises', `await promises.setTimeout(60);`],
  ['its scheduler', `await promises.scheduler.wait(60);`],
  ['the global setTimeout', `await new Promise((resolve) => setTimeout(resolve, 60));`],
  ['node:timers', `await new Promise((resolve) => { timers.setTimeout(resolve, 60); });`],
  ['promisify', `const wait = promisify(setTimeout); await wait(60);`],
])('counts a sleep through %s', async (_, body) => {
  const { sleptMs, durationMs } = await metered(body);
  expect(sleptMs).toBeGreaterThan(50);
  expect(sleptMs).toBeLessThanOrEqual(durationMs);
});

it('counts simultaneous sleeps once', async () => {
  const { sleptMs, durationMs } = await metered(
    `await Promise.all([promises.setTimeout(60), promises.setTimeout(60)]);`,
  );
  expect(sleptMs).toBeGreaterThan(50);
  expect(sleptMs).toBeLessThanOrEqual(durationMs);
});

it.each([
  ['work', `let sum = 0; for (let n = 0; n < 1e7; n += 1) sum += n;`],
  ['a cleared timeout', `const limit = setTimeout(() => {}, 60); clearTimeout(limit);`],
  [
    'an unreferenced timer',
    `setTimeout(() => {}, 1).unref(); const until = Date.now() + 20; while (Date.now() < until); await new Promise(setImmediate);`,
  ],
])('does not count %s', async (_, body) => {
  expect(await metered(body)).toMatchObject({ metered: true, sleptMs: 0 });
});
