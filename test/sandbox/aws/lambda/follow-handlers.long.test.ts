import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import type { BlockedEventLoop, HandlerAttempt } from '../../../../sandbox/aws/lambda/function-output.ts';
import { LambdaFunction } from '../../../../sandbox/aws/lambda/lambda-function.ts';
import { builtEndpoint } from '../../../support/synthesized.ts';

const CONTEXT = {
  handlerName: 'slack',
  attempt: 2,
  deliveryKey: 'key',
  event: { type: 'file.ready', resourceId: 'f' },
};
const HANDLER = { handlerName: 'slack', attempt: 2, deliveryKey: 'key', eventType: 'file.ready', resourceId: 'f' };

let service: LambdaFunction | undefined;
const printed: (readonly [string, HandlerAttempt | undefined])[] = [];
afterEach(() => service?.stop());

/** Deploys a function that runs a handler with this code, as the bundle of an app for the sandbox does. */
function deploy(code: string, onBlocked?: (blocked: BlockedEventLoop) => void) {
  printed.length = 0;
  const bundlePath = join(mkdtempSync(join(tmpdir(), 'function-')), 'index.mjs');
  const source = `import { channel } from 'node:diagnostics_channel';
const handle = async () => {
${code}
};
export const handler = async () => {
  console.log('before');
  await channel('frameio-lambda:handler').runStores(${JSON.stringify(CONTEXT)}, handle);
  console.log('after');
};`;
  writeFileSync(bundlePath, source);
  const deployed = new LambdaFunction({
    function: { ...builtEndpoint(), bundlePath, timeoutMs: 60_000 },
    variables: {},
    onLog: (line, handler) => void printed.push([line, handler]),
    ...(onBlocked && { onBlocked }),
  });
  service = deployed;
  return { deployed, bundlePath };
}

it('knows which lines a handler prints, also after it has waited, and in what it starts', async () => {
  const { deployed } = deploy(`
    console.log('one\\ntwo', { a: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1));
    process.stderr.write(Buffer.from('three'));`);
  await deployed.invoke({});
  expect(printed.filter(([line]) => line !== 'three')).toEqual([
    ['before', undefined],
    ['one', HANDLER],
    ['two { a: 1 }', HANDLER],
    ['after', undefined],
  ]);
  expect(printed).toContainEqual(['three', HANDLER]);
});

it('finds out which handler blocks the event loop, and where', async () => {
  let report: (blocked: BlockedEventLoop) => void = () => undefined;
  const blocked = new Promise<BlockedEventLoop>((resolve) => {
    report = resolve;
  });
  const { deployed, bundlePath } = deploy('await 1;\nfor (;;) {}', report);
  const invoked = deployed.invoke({});
  invoked.catch(() => undefined); // it ends only when the function stops
  const { handler, frames } = await blocked;
  expect(handler).toEqual(HANDLER);
  expect(frames[0]).toMatchObject({ url: pathToFileURL(bundlePath).href, line: 4 });
  await deployed.stop();
  await expect(invoked).rejects.toThrow('ended');
});
