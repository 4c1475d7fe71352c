import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { until } from '../../support/until.ts';
import { CommandsUnderTest } from './commands-under-test.ts';

const commands = new CommandsUnderTest();

beforeAll(() => commands.start());
afterAll(() => commands.close());

describe('send', () => {
  it('sends an event, and prints what each handler did', async () => {
    const { exitCode, output } = await commands.run('send', 'file.ready');
    expect(output).toMatch(/^[0-9a-f]{8} {2}\d\d:\d\d:\d\d {2}file\.ready .*completed .*202 in \d+ ms/);
    expect(output).toContain('\n  file-ready  completed');
    expect(exitCode).toBe(0);
  });

  it('clicks an action on a file', async () => {
    const { exitCode, output } = await commands.run('send', 'studio.archive', '--file', 'Take 1.mov');
    expect(output).toContain('message “Archived”: Done.');
    expect(exitCode).toBe(0);
  });

  it('sends several requests', async () => {
    const { output } = await commands.run('send', 'share.created', '--times', '3');
    expect(output.split('\n')).toHaveLength(3);
  });

  it.each([
    { what: 'that fails', type: 'folder.created', waits: 1, answers: 0 },
    { what: 'that completes', type: 'file.updated', waits: 0, answers: 0 },
  ])('exits with $waits after it has waited for a handler $what', async ({ type, waits, answers }) => {
    expect(await commands.run('send', type)).toMatchObject({ exitCode: answers });
    expect(await commands.run('send', type, '--wait')).toMatchObject({ exitCode: waits });
  });

  it('waits for handlers in the queue', async () => {
    const waiting = commands.run('send', 'file.created', '--wait', '--json');
    await until(() => commands.sandbox.frameioState.files().length > 0);
    let isAdvancing = true;
    const advance = async () => {
      while (isAdvancing) await commands.sandbox.advance(61_000);
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
    const { exitCode, output } = await commands.run('send', 'file.ready', '--forge', 'stale');
    expect(output).toMatch(/refused +401 in/);
    expect(exitCode).toBe(0);
    expect(await commands.run('send', 'file.ready', '--forge', 'stale', '--wait')).toMatchObject({ exitCode: 0 });
  });

  it('sends the request in an event file with the ids of the sandbox, or as it is', async () => {
    const path = 'events/file-ready.json';
    const own = await commands.send(path, '--file', 'Take 1.mov');
    expect(own.resource).toMatchObject({ name: 'Take 1.mov' });
    const asIs = await commands.send(path, '--as-is');
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
    const { exitCode, errors: text } = await commands.run('send', ...args);
    expect(text).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('names a file that exists, if another one is given', async () => {
    const { exitCode, errors: text } = await commands.run('send', 'file.updated', '--file', 'Take 9.mov');
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
    expect(commands.output.printed).toEqual([expect.stringMatching(/^200 in \d+ ms the answer$/), expect.anything()]);
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

it('reads the event file of a user', async () => {
  const path = join(commands.stateFolder, 'event.json');
  writeFileSync(path, '{"body": 7}');
  expect(await commands.run('send', path)).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('found neither'),
  });
});
