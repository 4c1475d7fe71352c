import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts';
import { builtStack } from '../support/synthesized.ts';
import { until } from '../support/until.ts';

/** Runs until the gate lets it go on. */
const FUNCTION = `export const handler = async ({ Records }) => {
  await fetch(process.env.GATE_URL + (Records ? '/worker' : '/endpoint'));
  return Records ? undefined : { statusCode: 200 };
};`;

/** More than a message is hidden for while the worker has it. */
const LONG_MS = 3_600_000;

let gate: ScriptedServer;
let openGate: () => void;
let sandbox: Sandbox;
let runs: string[];
beforeEach(async () => {
  runs = [];
  const opened = new Promise<void>((resolve) => {
    openGate = resolve;
  });
  gate = await scriptedServer(async (response, _, { url }) => {
    runs.push(url);
    await opened;
    response.end();
  });
  const bundlePath = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'index.mjs');
  writeFileSync(bundlePath, FUNCTION);
  const stack = builtStack('queued');
  const functions = stack.functions.map((one) => {
    return { ...one, bundlePath, environment: { ...one.environment, GATE_URL: gate.url } };
  });
  sandbox = await Sandbox.start({ stack: { ...stack, functions }, port: 0, onEvent: () => undefined });
});
afterEach(async () => {
  await sandbox.close();
  await gate.close();
});

describe('time passes only when no function runs:', () => {
  it('the worker has ended, and has its message deleted, before it would be visible again', async () => {
    const { deployment } = sandbox;
    const queue = deployment.sqs.queue(builtStack('queued').eventSources[0]?.queueLogicalId ?? '');
    await queue.send({ body: 'work' });
    await until(() => runs.includes('/worker'));
    const passed = [sandbox.pass(LONG_MS), sandbox.pass(LONG_MS)];
    openGate();
    await Promise.all(passed);
    expect(runs).toEqual(['/worker']);
    expect(queue.messages).toEqual([]);
  });

  it('the endpoint has answered, whoever called it', async () => {
    const call = fetch(sandbox.deployment.webhookUrl, { method: 'POST', body: '{}' });
    await until(() => runs.includes('/endpoint'));
    let hasPassed = false;
    const passed = sandbox.pass(LONG_MS).then(() => {
      hasPassed = true;
    });
    await fetch(`${sandbox.frameioUrl}/sandbox/files`); // all that is not held up has happened by then
    expect(hasPassed).toBe(false);
    openGate();
    await passed;
    expect((await call).status).toBe(200);
  });
});
