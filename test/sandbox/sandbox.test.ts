import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts';
import { builtStack } from '../support/synthesized.ts';
import { until } from '../support/until.ts';

/** Runs until the gate responds. */
const FUNCTION = `export const handler = async ({ Records }) => {
  await fetch(process.env.GATE_URL + (Records ? '/worker' : '/endpoint'));
  return Records ? undefined : { statusCode: 200 };
};`;

/** Longer than the visibility timeout. */
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
  const functions = stack.functions.map((deployed) => {
    return { ...deployed, bundlePath, environment: { ...deployed.environment, GATE_URL: gate.url } };
  });
  sandbox = await Sandbox.start({ stack: { ...stack, functions }, port: 0, onEvent: () => undefined });
});
afterEach(async () => {
  await sandbox.close();
  await gate.close();
});

describe('advancing the clock', () => {
  it('waits until the worker has completed its message', async () => {
    const { deployment } = sandbox;
    const queue = deployment.sqs.queue(builtStack('queued').eventSources[0]?.queueLogicalId ?? '');
    await queue.send({ body: 'work' });
    await until(() => runs.includes('/worker'));
    const advanced = [sandbox.advance(LONG_MS), sandbox.advance(LONG_MS)];
    openGate();
    await Promise.all(advanced);
    expect(runs).toEqual(['/worker']);
    expect(queue.messages).toEqual([]);
  });

  it('waits until the endpoint has responded to any caller', async () => {
    const call = fetch(sandbox.deployment.webhookUrl, { method: 'POST', body: '{}' });
    await until(() => runs.includes('/endpoint'));
    let hasAdvanced = false;
    const advanced = sandbox.advance(LONG_MS).then(() => {
      hasAdvanced = true;
    });
    await fetch(`${sandbox.frameioUrl}/sandbox/files`); // gives the clock time to advance, if it did not wait
    expect(hasAdvanced).toBe(false);
    openGate();
    await advanced;
    expect((await call).status).toBe(200);
  });
});
