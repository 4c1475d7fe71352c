import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts';
import { sendAs } from '../support/send-as.ts';
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
let servers: readonly Server[];
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
  const listened = jest.spyOn(Server.prototype, 'listen');
  sandbox = await Sandbox.start({ stack: { ...stack, functions }, port: 0, onEvent: () => undefined });
  servers = listened.mock.contexts.filter((server) => server instanceof Server);
  listened.mockRestore();
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

it('a click on a custom action delays the clock until the endpoint has responded', async () => {
  const { frameioState } = sandbox;
  const data = { name: 'Archive', description: 'd', event: 'archive', url: `${gate.url}/action` };
  const clicked = sandbox.interactions.click(frameioState.actions.create(data, frameioState.user), []);
  await until(() => runs.includes('/action'));
  const advanced = sandbox.advance(LONG_MS);
  await fetch(`${sandbox.frameioUrl}/sandbox/files`); // gives the clock time to advance, if it did not wait
  openGate();
  await advanced;
  expect(await clicked).toMatchObject({ attempts: [{ status: 200 }], reply: { kind: 'none' } });
});

describe('the servers of a sandbox', () => {
  const addresses = () =>
    servers.map((server): AddressInfo => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The server has no IP address.');
      return address;
    });

  it('listen to this machine only', () => {
    expect(new Set(addresses().map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
    expect(servers).toHaveLength(5);
  });

  it('refuse the requests of websites', async () => {
    for (const { port } of addresses()) {
      const sent = {
        headers: { origin: 'https://example.com' },
        url: `http://127.0.0.1:${port}/sandbox/clock/advance`,
      };
      // The database inside DynamoDB closes every connection.
      expect(await sendAs(sent.url, sent.headers, { body: '{"seconds":60}' }).catch(() => 403)).toBe(403);
    }
    expect(await sendAs(`${sandbox.frameioUrl}/sandbox/files`, { host: 'rebound.example.com' })).toBe(403);
    expect(sandbox.frameioState.files()).toEqual([]);
  });

  it('let a website call Frame.io, which asks for a token', async () => {
    const origin = { origin: 'https://example.com' };
    expect(await sendAs(`${sandbox.frameioUrl}/v4/me`, origin, { method: 'GET' })).toBe(401);
  });
});
