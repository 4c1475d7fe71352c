import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { findStack } from '../../../cli/stack/find-stack.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { captureConsole } from '../../support/commands.ts';
import { withEnvironment } from '../../support/environment.ts';
import { type StubAws, startStubAws } from '../../support/stub-aws.ts';
import { builtStack } from '../../support/synthesized.ts';

const output = captureConsole();

const logs = async (...args: readonly string[]) => {
  const exitCode = await runCli(['logs', ...args], COMMANDS);
  return { exitCode, output: output.text, errors: output.errors.join('\n') };
};

describe('a stack on AWS', () => {
  const ID = 'JKJaXmPLvHcESHA=';
  const { template } = builtStack('queued', 'comment-app');
  let aws: StubAws;
  let restore: () => void;
  beforeAll(async () => {
    aws = await startStubAws([]);
    restore = withEnvironment(aws.environment);
    const outputs = { WebhookUrl: 'https://api.example.com/x/frameio' };
    aws.cloudFormation.stacks.push({ name: 'FrameioLambda', region: 'eu-west-1', template, outputs });
    const { functions } = await findStack({});
    const now = Date.now();
    const add = (role: string, secondsAgo: number, entry: object) => {
      const logGroup = String(functions.find((each) => each.role === role)?.logGroup);
      const timestamp = now - secondsAgo * 1_000;
      const line = { level: 'INFO', correlation_id: ID, timestamp: new Date(timestamp).toISOString(), ...entry };
      aws.logEvents.push({ logGroup, timestamp, message: JSON.stringify(line) });
    };
    const error = { name: 'RangeError', message: 'Frame 12\u001b[31m is missing' };
    add('worker', 20, { message: 'event completed', attempt: 2 });
    add('worker', 50, { level: 'ERROR', message: 'handler failed', handler: 'comment', error });
    add('endpoint', 60, { message: 'event queued', event_type: 'file.ready' });
    add('endpoint', 60, { message: 'event queued', correlation_id: 'another' });
    add('endpoint', 200_000, { message: 'event queued two days ago' });
  });
  afterAll(async () => {
    restore();
    await aws.close();
  });
  afterEach(() => {
    aws.fault = undefined;
  });

  const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

  it('shows the life of a delivery across functions, in the order of time', async () => {
    const { output, exitCode } = await logs(ID);
    const lines = [
      `${TIME}  endpoint  INFO   event queued  event_type=file.ready`,
      `${TIME}  worker    ERROR  handler failed  handler=comment error="RangeError: Frame 12.* is missing"`,
      `${TIME}  worker    INFO   event completed  attempt=2`,
    ];
    expect(output).toMatch(new RegExp(`^${lines.join('\n')}$`));
    expect(output).not.toContain('\u001b');
    expect(exitCode).toBe(0);
  });

  it('prints JSON, and looks back as far as --since says', async () => {
    const { output } = await logs(ID, '--json', '--since', '3d');
    expect(JSON.parse(output)).toMatchObject([
      { function: 'endpoint', message: 'event queued two days ago' },
      { function: 'endpoint', level: 'INFO', message: 'event queued', details: { event_type: 'file.ready' } },
      { function: 'worker', level: 'ERROR', message: 'handler failed', details: { handler: 'comment' } },
      { function: 'worker', level: 'INFO', message: 'event completed', details: { attempt: 2 } },
    ]);
  });

  it('says where it found nothing, and exits with 1', async () => {
    const { errors: text, exitCode } = await logs('unknown-id');
    expect(text).toContain('No line that the stack FrameioLambda in eu-west-1 logged in the last 1d');
    expect(exitCode).toBe(1);
  });

  it('says which permission is missing', async () => {
    aws.fault = 'denied';
    const { errors: text, exitCode } = await logs(ID);
    expect(text).toContain('logs:FilterLogEvents');
    expect(exitCode).toBe(1);
  });
});

describe('a sandbox', () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'logs-'));
  let sandbox: Sandbox;
  beforeAll(async () => {
    const delivery = { delayMs: () => 0 };
    const stack = builtStack('queued', 'comment-app');
    sandbox = await Sandbox.start({ stack, port: 0, stateFolder, delivery, onEvent: () => undefined });
    await sandbox.upload({ name: 'Take 1.mov', fileSize: 1 });
  });
  afterAll(() => sandbox.close());

  const sandboxLogs = (...args: readonly string[]) => logs(...args, '--sandbox', '--state', stateFolder);

  /** Returns the first delivery, as the sandbox's own API shows it. */
  async function firstDelivery() {
    const response = await fetch(`${sandbox.frameioUrl}/sandbox/deliveries`);
    const { deliveries } = Object(await response.json());
    return deliveries.at(-1);
  }

  it('shows the lines of a delivery by its id, its first digits, and its correlation id', async () => {
    const { id, attempts } = await firstDelivery();
    for (const name of [id, id.slice(0, 5), attempts[0].requestId]) {
      output.clear();
      const { output: text, exitCode } = await sandboxLogs(name);
      expect(text).toMatch(/endpoint +INFO +event queued .*\n(.*\n)*.*worker +INFO +event completed /);
      expect(exitCode).toBe(0);
    }
  });

  it('keeps the names of the functions when it starts again', async () => {
    const { id } = await firstDelivery();
    await sandbox.close();
    const stack = builtStack('queued', 'comment-app');
    sandbox = await Sandbox.start({ stack, port: 0, stateFolder, onEvent: () => undefined });
    const { output } = await sandboxLogs(id, '--json');
    const names: readonly string[] = JSON.parse(output).map((line: { readonly function: string }) => line.function);
    expect(new Set(names)).toEqual(new Set(['endpoint', 'worker']));
  });

  it('says that it has no such delivery, and exits with 1', async () => {
    const { errors: text, exitCode } = await sandboxLogs('ffffffff');
    expect(text).toMatch(/^No line that the sandbox at http:\S+ logged has the correlation id ffffffff\.$/);
    expect(exitCode).toBe(1);
  });
});

it.each([
  { args: [], message: 'Expected the id of one delivery.' },
  { args: ['a', 'b'], message: 'Expected the id of one delivery, found a b.' },
  { args: ['a', '--since', 'yesterday'], message: 'Expected a duration such as 90s' },
  { args: ['a', '--since', '1h', '--sandbox'], message: '--since is an option for AWS' },
])('refuses $args', async ({ args, message }) => {
  const { errors: text, exitCode } = await logs(...args);
  expect(text).toContain(message);
  expect(exitCode).toBe(2);
});
