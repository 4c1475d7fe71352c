import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Delivery, DeliverySummary } from '../../../sandbox/sandbox-api.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { builtStack } from '../../support/synthesized.ts';
import { until } from '../../support/until.ts';

const stateFolder = mkdtempSync(join(tmpdir(), 'commands-'));

let sandbox: Sandbox;
let action: ScriptedServer;
beforeAll(async () => {
  process.setMaxListeners(0); // each command listens to signals until its process ends
  sandbox = await Sandbox.start({
    stack: builtStack('queued', 'misbehaving-app'),
    port: 0,
    stateFolder,
    delivery: { delayMs: () => 0 },
    onEvent: () => undefined,
  });
  sandbox.frameioState.addFile({ name: 'Take 1.mov', fileSize: 1 });
  action = await scriptedServer((response) => json(response, 200, { title: 'Archived', description: 'Done.' }));
  const { actions, user } = sandbox.frameioState;
  actions.create({ name: 'Archive', description: 'd', event: 'studio.archive', url: action.url }, user);
});
afterAll(async () => {
  await sandbox.close();
  await action.close();
});

let printed: string[];
let errors: string[];
beforeEach(() => {
  printed = [];
  errors = [];
  jest.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)));
  jest.spyOn(console, 'error').mockImplementation((text) => void errors.push(String(text)));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs a command against the sandbox. */
async function run(...args: readonly string[]) {
  printed = [];
  errors = [];
  const exitCode = await runCli([...args, '--state', stateFolder], COMMANDS);
  return { exitCode, output: printed.join('\n'), errors: errors.join('\n') };
}

/** Runs a command with `--json` and returns what it printed. */
async function runJson<Value>(...args: readonly string[]): Promise<Value> {
  const { output } = await run(...args, '--json');
  return JSON.parse(output);
}

const sendJson = async (...args: readonly string[]) => {
  const [delivery] = await runJson<readonly DeliverySummary[]>('send', ...args);
  if (!delivery) throw new Error('The command sent nothing.');
  return delivery;
};

describe('send', () => {
  it('sends an event, and prints what each handler did', async () => {
    const { exitCode, output } = await run('send', 'file.ready');
    expect(output).toMatch(/^[0-9a-f]{8} {2}\d\d:\d\d:\d\d {2}file\.ready .*completed .*202 in \d+ ms/);
    expect(output).toContain('\n  file-ready  completed');
    expect(exitCode).toBe(0);
  });

  it('clicks an action on a file', async () => {
    const { exitCode, output } = await run('send', 'studio.archive', '--file', 'Take 1.mov');
    expect(output).toContain('message “Archived”: Done.');
    expect(exitCode).toBe(0);
  });

  it('sends several requests', async () => {
    const { output } = await run('send', 'share.created', '--times', '3');
    expect(output.split('\n')).toHaveLength(3);
  });

  it.each([
    { what: 'that fails', type: 'folder.created', waits: 1, answers: 0 },
    { what: 'that completes', type: 'file.updated', waits: 0, answers: 0 },
  ])('exits with $waits after it has waited for a handler $what', async ({ type, waits, answers }) => {
    expect(await run('send', type)).toMatchObject({ exitCode: answers });
    expect(await run('send', type, '--wait')).toMatchObject({ exitCode: waits });
  });

  it('waits for handlers in the queue', async () => {
    const waiting = run('send', 'file.created', '--wait', '--json');
    await until(() => sandbox.frameioState.files().length > 0);
    let isAdvancing = true;
    const advance = async () => {
      while (isAdvancing) await sandbox.advance(61_000);
    };
    const advanced = advance();
    const { output, exitCode } = await waiting;
    isAdvancing = false;
    await advanced;
    expect(JSON.parse(output)).toMatchObject([
      { status: 'failed', handlers: [{ status: 'dead_lettered' }, { name: 'postpones', status: 'completed' }] },
    ]);
    expect(exitCode).toBe(1);
  });

  it('exits with 0 when the endpoint refuses a forged request, also with --wait', async () => {
    const { exitCode, output } = await run('send', 'file.ready', '--forge', 'stale');
    expect(output).toMatch(/refused +401 in/);
    expect(exitCode).toBe(0);
    expect(await run('send', 'file.ready', '--forge', 'stale', '--wait')).toMatchObject({ exitCode: 0 });
  });

  it('sends the request in an event file with the ids of the sandbox, or as it is', async () => {
    const path = 'events/file-ready.json';
    const own = await sendJson(path, '--file', 'Take 1.mov');
    expect(own.resource).toMatchObject({ name: 'Take 1.mov' });
    const asIs = await sendJson(path, '--as-is');
    expect(asIs.resource).toMatchObject({ id: 'd3075547-4e64-45f0-ad12-d075660eddd2', name: null });
  });

  it.each([
    { args: [], message: 'Expected one event, action or event file' },
    { args: ['file.redy'], message: 'There is no event or action "file.redy". Did you mean file.ready' },
    { args: ['file.ready', '--forge', 'stael'], message: '--forge does not know "stael". Did you mean stale?' },
    { args: ['file.ready', '--times', '0'], message: '--times must be an integer from 1 to 100' },
    { args: ['file.ready', '--as-is'], message: '--as-is requires an event file.' },
    { args: ['none.json'], message: 'There is no file none.json.' },
    { args: ['file.ready', '--to', 'localhost'], message: '--to must be a URL' },
    { args: ['file.ready', '--to', 'http://x', '--wait'], message: '--wait works with the sandbox only' },
  ])('refuses $args', async ({ args, message }) => {
    const { exitCode, errors: text } = await run('send', ...args);
    expect(text).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('names a file that exists, if another one is given', async () => {
    const { exitCode, errors: text } = await run('send', 'file.updated', '--file', 'Take 9.mov');
    expect(text).toContain('There is no file "Take 9.mov". Use one of: "Take 1.mov"');
    expect(exitCode).toBe(1);
  });
});

describe('send --to', () => {
  let endpoint: ScriptedServer;
  let status: number;
  beforeEach(async () => {
    process.env.COMMANDS_TEST_SECRET = 'a-signing-secret';
    status = 200;
    endpoint = await scriptedServer((response) => response.writeHead(status).end('the answer'));
  });
  afterEach(() => endpoint.close());

  /** Sends a request to the endpoint, and verifies what arrives there. */
  async function sendTo(...args: readonly string[]) {
    const options = ['--to', endpoint.url, '--secret', 'COMMANDS_TEST_SECRET'];
    const exitCode = await runCli(['send', ...args, ...options], COMMANDS);
    const verified = endpoint.seen.map(({ body, headers }) => {
      const timestamp = String(headers['x-frameio-request-timestamp']);
      const signed = { body: Buffer.from(body), timestamp, signature: String(headers['x-frameio-signature']) };
      return verifySignature(signed, ['a-signing-secret'], Date.now() / 1_000).ok;
    });
    return { exitCode, verified, bodies: endpoint.seen.map(({ body }) => JSON.parse(body)) };
  }

  it('sends signed requests to any URL, without a sandbox', async () => {
    const sent = await sendTo('share.created', '--times', '2', '--file', 'an-id', '--account', 'an-account');
    expect(sent).toMatchObject({ exitCode: 0, verified: [true, true] });
    expect(sent.bodies[0]).toMatchObject({
      type: 'share.created',
      account: { id: 'an-account' },
      resource: { id: 'an-id' },
    });
    expect(printed).toEqual([expect.stringMatching(/^200 in \d+ ms the answer$/), expect.anything()]);
  });

  it('sends an event file with its ids', async () => {
    const { bodies } = await sendTo('events/file-ready.json');
    expect(bodies).toMatchObject([{ resource: { id: 'd3075547-4e64-45f0-ad12-d075660eddd2' } }]);
  });

  it.each([
    { forge: [], status: 401, exitCode: 1 },
    { forge: ['--forge', 'wrong-secret'], status: 401, exitCode: 0 },
    { forge: ['--forge', 'wrong-secret'], status: 200, exitCode: 1 },
  ])('exits with $exitCode if the endpoint answers $status to $forge', async ({ forge, exitCode, ...answer }) => {
    status = answer.status;
    expect(await sendTo('studio.archive', ...forge)).toMatchObject({ exitCode });
  });
});

describe('deliveries', () => {
  it('lists the deliveries, the newest last', async () => {
    const { id } = await sendJson('file.updated');
    const { output } = await run('deliveries', '--limit', '2');
    expect(output.split('\n')).toHaveLength(2);
    expect(output.split('\n')[1]).toMatch(new RegExp(`^${id} .*file\\.updated .*completed`));
    const newest = await runJson<readonly DeliverySummary[]>('deliveries', '--limit', '1', '--type', 'file.updated');
    expect(newest).toMatchObject([{ id, status: 'completed' }]);
  });

  it('shows a delivery with its handlers, log and body', async () => {
    const { id } = await sendJson('folder.created');
    const { output, exitCode } = await run('deliveries', id.slice(0, 7));
    expect(output).toContain(`${id}  folder.created`);
    expect(output).toMatch(/attempt 1 .* 202 in \d+ ms/);
    expect(output).toContain('never-succeeds  dead-lettered: PermanentError: This handler never succeeds.');
    expect(output).toContain('"message":"handler dead-lettered"');
    expect(output).toContain('"type": "folder.created"');
    expect(exitCode).toBe(0);
    expect(await runJson<Delivery>('deliveries', id)).toMatchObject({ id, body: expect.any(String) });
  });

  it('says that there is no such delivery', async () => {
    const { exitCode, errors: text } = await run('deliveries', 'none');
    expect(text).toContain('There is no delivery none.');
    expect(exitCode).toBe(1);
  });
});

describe('replay', () => {
  it('sends a delivery again, and runs its handlers again', async () => {
    const { id, resource } = await sendJson('file.ready');
    const { exitCode, output } = await run('replay', id);
    expect(output).toContain('file-ready  completed');
    expect(exitCode).toBe(0);
    expect(sandbox.frameioState.commentsOf(resource?.id ?? '')).toHaveLength(2);
    expect(await runJson('replay', id, '--exact')).toMatchObject([{ replayOf: id }]);
    expect(sandbox.frameioState.commentsOf(resource?.id ?? '')).toHaveLength(2);
  });

  it('forges a delivery', async () => {
    const { id } = await sendJson('share.created');
    expect(await runJson('replay', id, '--forge', 'future')).toMatchObject([{ status: 'refused', forgery: 'future' }]);
  });
});

describe('clock', () => {
  it('shows and advances the clock', async () => {
    const before = await runJson<{ offsetMs: number }>('clock');
    const { output } = await run('clock', 'advance', '1h30m');
    expect(output).toMatch(/^\d{4}-\d\d-\d\dT\S+Z {2}\d+ (min|h) ahead of this machine$/);
    const after = await runJson<{ offsetMs: number }>('clock');
    expect(Math.round((after.offsetMs - before.offsetMs) / 1_000)).toBe(5_400);
  });

  it('changes its speed', async () => {
    expect(await runJson('clock', 'speed', '60')).toMatchObject({ speed: 60 });
    expect(await runJson('clock', 'speed', '1')).toMatchObject({ speed: 1 });
  });

  it.each([
    { args: ['advance', '15'], message: 'Expected a duration such as 90s, 15m or 1h30m, found "15".' },
    { args: ['advance'], message: 'Expected a duration after advance' },
    { args: ['speed', 'x'], message: 'Expected a number after speed' },
    { args: ['stop'], message: 'Expected advance or speed, found "stop".' },
  ])('refuses $args', async ({ args, message }) => {
    expect(await run('clock', ...args)).toEqual({ exitCode: 2, output: '', errors: expect.stringContaining(message) });
  });
});

describe('fault', () => {
  it('begins, lists and ends faults', async () => {
    const { output } = await run('fault', '429', '--calls', 'files.show', '--count', '2');
    expect(output).toMatch(/^[0-9a-f]{8} {2}Frame\.io answers 429 to files\.show for 2 more calls$/);
    const faults = await runJson<readonly { id: string }[]>('fault', '503', '--for', '15m');
    expect(faults).toMatchObject([{ status: 429 }, { status: 503, calls: '**', endsAt: expect.any(String) }]);
    expect((await run('fault', 'end', faults[0]?.id ?? '')).output).toContain(
      'Frame.io answers 503 to every call until',
    );
    expect((await run('fault', 'end')).output).toBe('No faults.');
  });

  it.each([
    {
      args: ['slow', '--delay', '2s', '--count', '3'],
      expected: 'Frame.io answers every call after 2 s for 3 more calls',
    },
    { args: ['secrets-manager'], expected: 'Secrets Manager answers 500 to every call until 20' },
    { args: ['sqs', '--calls', 'SendMessage'], expected: 'SQS answers 500 to SendMessage until 20' },
    { args: ['dynamodb', '--for', '2m'], expected: 'DynamoDB answers 500 to every call until 20' },
    { args: ['kill', '--calls', 'worker'], expected: 'functions are killed: worker for 1 more invocation' },
    { args: ['rotate-secret'], expected: 'Frame.io signs with a new secret, which is not stored yet until 20' },
  ])('begins $args', async ({ args, expected }) => {
    const { output } = await run('fault', ...args);
    expect(output).toContain(expected);
    await run('fault', 'end');
  });

  it('lets handlers fail', async () => {
    await run('fault', '503', '--count', '1', '--calls', 'files.show');
    const { status, handlers } = await sendJson('file.ready');
    expect([status, ...handlers.map(({ isFailure }) => isFailure)]).toEqual(['waiting', true]);
    await run('fault', 'end');
  });
});

it('capture writes an event file of a delivery', async () => {
  const { id } = await sendJson('share.created');
  const out = join(stateFolder, 'captured');
  const [file] = await runJson<readonly { path: string }[]>('capture', '--delivery', id, '--out', out);
  expect(file).toMatchObject({ type: 'share.created', isPartial: false, isKnown: false });
  expect(await sendJson(file?.path ?? '', '--as-is')).toMatchObject({ type: 'share.created', status: 'completed' });
});

it('say how to start a sandbox, if none is running', async () => {
  const free = await scriptedServer((response) => response.writeHead(404).end());
  await free.close();
  for (const command of ['deliveries', 'clock', 'fault', 'send file.ready', 'replay 00000000']) {
    const exitCode = await runCli([...command.split(' '), '--sandbox', free.url], COMMANDS);
    expect({ exitCode, error: errors.at(-1) }).toEqual({ exitCode: 1, error: expect.stringContaining('`npm start`') });
  }
});

it('do not take another program for a sandbox', async () => {
  const other = await scriptedServer((response) => json(response, 200, {}));
  expect(await runCli(['clock', '--sandbox', other.url], COMMANDS)).toBe(1);
  expect(errors.join()).toContain('is not a sandbox of this version');
  await other.close();
});

it('reads the event file of a user', async () => {
  const path = join(stateFolder, 'event.json');
  writeFileSync(path, '{"body": 7}');
  expect(await run('send', path)).toMatchObject({ exitCode: 2, errors: expect.stringContaining('found neither') });
});

it('follows the deliveries until it is interrupted', async () => {
  const following = runCli(
    ['deliveries', '--follow', '--json', '--limit', '1', '--sandbox', sandbox.frameioUrl],
    COMMANDS,
  );
  await until(() => printed.length > 0);
  const listed = printed.length;
  const body = JSON.stringify({ type: 'share.created' });
  await fetch(`${sandbox.frameioUrl}/sandbox/deliveries`, { method: 'POST', body });
  await until(() => printed.length > listed);
  process.emit('SIGINT');
  expect(await following).toBe(0);
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ type: 'share.created', status: 'completed' });
});
