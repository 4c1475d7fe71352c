import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import type { Delivery, DeliverySummary } from '../../../sandbox/sandbox-api.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';
import { until } from '../../support/until.ts';
import { CommandsUnderTest } from './commands-under-test.ts';

const commands = new CommandsUnderTest();

beforeAll(() => commands.start());
afterAll(() => commands.close());

describe('deliveries', () => {
  it('lists the deliveries, the newest last', async () => {
    await commands.send('share.created');
    const { id } = await commands.send('file.updated');
    const { output } = await commands.run('deliveries', '--limit', '2');
    expect(output.split('\n')).toHaveLength(2);
    expect(output.split('\n')[1]).toMatch(new RegExp(`^${id} .*file\\.updated .*completed`));
    const newest = await commands.runJson<readonly DeliverySummary[]>(
      'deliveries',
      '--limit',
      '1',
      '--type',
      'file.updated',
    );
    expect(newest).toMatchObject([{ id, status: 'completed' }]);
  });

  it('shows a delivery with its handlers, log and body', async () => {
    const { id } = await commands.send('folder.created');
    const { output, exitCode } = await commands.run('deliveries', id.slice(0, 7));
    expect(output).toContain(`${id}  folder.created`);
    expect(output).toMatch(/attempt 1 .* 202 in \d+ ms/);
    expect(output).toContain('never-succeeds  dead-lettered: PermanentError: This handler never succeeds.');
    expect(output).toContain('"message":"handler dead-lettered"');
    expect(output).toContain('"type": "folder.created"');
    expect(exitCode).toBe(0);
    expect(await commands.runJson<Delivery>('deliveries', id)).toMatchObject({ id, body: expect.any(String) });
  });

  it('says that there is no such delivery', async () => {
    const { exitCode, errors: text } = await commands.run('deliveries', 'none');
    expect(text).toContain('There is no delivery none.');
    expect(exitCode).toBe(1);
  });
});

describe('replay', () => {
  it('sends a delivery again, and runs its handlers again', async () => {
    const { id, resource } = await commands.send('file.ready');
    const { exitCode, output } = await commands.run('replay', id);
    expect(output).toContain('file-ready  completed');
    expect(exitCode).toBe(0);
    expect(commands.sandbox.frameioState.commentsOf(resource?.id ?? '')).toHaveLength(2);
    expect(await commands.runJson('replay', id, '--exact')).toMatchObject([{ replayOf: id }]);
    expect(commands.sandbox.frameioState.commentsOf(resource?.id ?? '')).toHaveLength(2);
  });

  it('forges a delivery', async () => {
    const { id } = await commands.send('share.created');
    expect(await commands.runJson('replay', id, '--forge', 'future')).toMatchObject([
      { status: 'refused', forgery: 'future' },
    ]);
  });
});

describe('clock', () => {
  it('shows and advances the clock', async () => {
    const before = await commands.runJson<{ offsetMs: number }>('clock');
    const { output } = await commands.run('clock', 'advance', '1h30m');
    expect(output).toMatch(/^\d{4}-\d\d-\d\dT\S+Z {2}\d+ (min|h) ahead of this machine$/);
    const after = await commands.runJson<{ offsetMs: number }>('clock');
    expect(Math.round((after.offsetMs - before.offsetMs) / 1_000)).toBe(5_400);
  });

  it('changes its speed', async () => {
    expect(await commands.runJson('clock', 'speed', '60')).toMatchObject({ speed: 60 });
    expect(await commands.runJson('clock', 'speed', '1')).toMatchObject({ speed: 1 });
  });

  it.each([
    { args: ['advance', '15'], message: 'Expected a duration such as 90s, 15m or 1h30m, found "15".' },
    { args: ['advance'], message: 'Expected a duration after advance' },
    { args: ['speed', 'x'], message: 'Expected a number after speed' },
    { args: ['stop'], message: 'Expected advance or speed, found "stop".' },
  ])('refuses $args', async ({ args, message }) => {
    expect(await commands.run('clock', ...args)).toEqual({
      exitCode: 2,
      output: '',
      errors: expect.stringContaining(message),
    });
  });
});

describe('fault', () => {
  it('begins, lists and ends faults', async () => {
    const { output } = await commands.run('fault', '429', '--calls', 'files.show', '--count', '2');
    expect(output).toMatch(/^[0-9a-f]{8} {2}Frame\.io answers 429 to files\.show for 2 more calls$/);
    const faults = await commands.runJson<readonly { id: string }[]>('fault', '503', '--for', '15m');
    expect(faults).toMatchObject([{ status: 429 }, { status: 503, calls: '**', endsAt: expect.any(String) }]);
    expect((await commands.run('fault', 'end', faults[0]?.id ?? '')).output).toContain(
      'Frame.io answers 503 to every call until',
    );
    expect((await commands.run('fault', 'end')).output).toBe('No faults.');
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
    const { output } = await commands.run('fault', ...args);
    expect(output).toContain(expected);
    await commands.run('fault', 'end');
  });

  it('lets handlers fail', async () => {
    await commands.run('fault', '503', '--count', '1', '--calls', 'files.show');
    const { status, handlers } = await commands.send('file.ready');
    expect([status, ...handlers.map(({ isFailure }) => isFailure)]).toEqual(['waiting', true]);
    await commands.run('fault', 'end');
  });
});

it('capture writes an event file of a delivery', async () => {
  const { id } = await commands.send('share.created');
  const out = join(commands.stateFolder, 'captured');
  const [file] = await commands.runJson<readonly { path: string }[]>('capture', '--delivery', id, '--out', out);
  expect(file).toMatchObject({ type: 'share.created', isPartial: false, isKnown: false });
  expect(await commands.send(file?.path ?? '', '--as-is')).toMatchObject({
    type: 'share.created',
    status: 'completed',
  });
});

it('say how to start a sandbox, if none is running', async () => {
  const free = await scriptedServer((response) => response.writeHead(404).end());
  await free.close();
  for (const command of ['deliveries', 'clock', 'fault', 'send file.ready', 'replay 00000000']) {
    const exitCode = await runCli([...command.split(' '), '--sandbox', free.url], COMMANDS);
    expect({ exitCode, error: commands.output.errors.at(-1) }).toEqual({
      exitCode: 1,
      error: expect.stringContaining('`npm start`'),
    });
  }
});

it('do not take another program for a sandbox', async () => {
  const other = await scriptedServer((response) => json(response, 200, {}));
  expect(await runCli(['clock', '--sandbox', other.url], COMMANDS)).toBe(1);
  expect(commands.output.errors.join()).toContain('is not a sandbox of this version');
  await other.close();
});

it('follows the deliveries until it is interrupted', async () => {
  const following = runCli(
    ['deliveries', '--follow', '--json', '--limit', '1', '--sandbox', commands.sandbox.frameioUrl],
    COMMANDS,
  );
  await until(() => commands.output.printed.length > 0);
  const listed = commands.output.printed.length;
  const body = JSON.stringify({ type: 'share.created' });
  await fetch(`${commands.sandbox.frameioUrl}/sandbox/deliveries`, { method: 'POST', body });
  await until(() => commands.output.printed.length > listed);
  process.emit('SIGINT');
  expect(await following).toBe(0);
  expect(JSON.parse(commands.output.printed.at(-1) ?? '')).toMatchObject({
    type: 'share.created',
    status: 'completed',
  });
});

describe('dlq', () => {
  it('lists, shows and redrives the dead letters of the sandbox at an address', async () => {
    const { handlers, resource } = await commands.send('folder.created');
    const id = String(handlers[0]?.deadLetterId);
    const at = (command: string) => [...command.split(' '), '--sandbox', commands.sandbox.frameioUrl];
    const letter = {
      id,
      type: 'folder.created',
      resourceId: resource?.id,
      handlers: ['never-succeeds'],
      errorCode: 'permanent',
    };
    expect(await dlq(at('list'))).toContainEqual(expect.objectContaining(letter));
    expect(await dlq(at(`show ${id}`))).toMatchObject({ ...letter, reason: expect.stringContaining('never succeeds') });
    const none = { skipped: 0, missing: [], unseen: 0 };
    expect(await dlq(at(`redrive ${id}`))).toEqual({ redriven: [id], ...none });
  });

  it('shows the message that the terminal names', async () => {
    const { handlers } = await commands.send('folder.created');
    const { exitCode, output } = await commands.run('dlq', 'show', String(handlers[0]?.deadLetterId), '--sandbox');
    expect(output).toContain('This handler never succeeds.');
    expect(exitCode).toBe(0);
  });

  /** Runs `dlq` with `--json`, and returns what it printed. */
  async function dlq(args: readonly string[]): Promise<unknown> {
    commands.output.clear();
    await runCli(['dlq', ...args, '--json'], COMMANDS);
    return JSON.parse(commands.output.printed.join(''));
  }
});

it('take --sandbox without an address for the sandbox of this folder', async () => {
  expect(await commands.run('clock', '--sandbox')).toMatchObject({ exitCode: 0 });
  expect(await commands.run('clock', '--sandbox', 'localhost:4400')).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('--sandbox must be a URL such as http://127.0.0.1:4400'),
  });
});
