import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ExecutionEnvironment } from '../../../../sandbox/aws/lambda/execution-environment.ts';
import { LambdaFunctionError } from '../../../../sandbox/aws/lambda/invocation.ts';
import { LambdaFunction } from '../../../../sandbox/aws/lambda/lambda-function.ts';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';
import { builtEndpoint } from '../../../support/synthesized.ts';
import { until } from '../../../support/until.ts';

let service: LambdaFunction | undefined;
const log: string[] = [];
afterEach(() => service?.stop());

/** Path of the bundle of the last deployed function. */
let bundlePath: string;

/** Deploys a function with this source. */
function deploy(source: string, { timeoutMs = 5_000, clock = new SandboxClock() } = {}): LambdaFunction {
  log.length = 0;
  const deployed = new LambdaFunction({
    function: functionWith(source, timeoutMs),
    variables: { MINE: 'yes' },
    onLog: (line) => log.push(line),
    clock,
  });
  service = deployed;
  return deployed;
}

function functionWith(source: string, timeoutMs = 5_000) {
  bundlePath = join(mkdtempSync(join(tmpdir(), 'function-')), 'index.mjs');
  writeFileSync(bundlePath, source);
  return { ...builtEndpoint(), bundlePath, timeoutMs };
}

it('reuses the process of a function', async () => {
  const service = deploy('let count = 0; export const handler = async (event) => ({ event, count: ++count });');
  expect(await service.invoke({ a: 1 })).toEqual({ event: { a: 1 }, count: 1 });
  expect(await service.invoke(null)).toEqual({ event: null, count: 2 });
});

it('runs new code after a reload, and ends a running invocation with the code that it has', async () => {
  const source = (name: string) =>
    `export const handler = ({ waits }) => new Promise((resolve) => waits ? process.once('SIGUSR2', () => resolve('${name}')) : resolve('${name}')).finally(() => console.log(process.pid));`;
  const service = deploy(`console.log('pid', process.pid);${source('first')}`);
  const running = service.invoke({ waits: true });
  await until(() => log.length > 0);
  writeFileSync(bundlePath, source('second'));
  service.reload();
  expect(service.isCold).toBe(true);
  expect(await service.invoke({})).toBe('second');
  process.kill(Number(log[0]?.split(' ')[1]), 'SIGUSR2');
  expect(await running).toBe('first');
});

it.each([
  { source: 'export const handler = Promise.resolve(() => 1);', message: 'is a Promise. Add await' },
  { source: 'export const other = () => 1;', message: 'must be a function, but is not exported' },
  { source: 'export const handler = 1;', message: 'must be a function, but is number' },
])('refuses a handler that $message', async ({ source, message }) => {
  await expect(deploy(source).invoke(null)).rejects.toThrow(message);
});

it.each(['Date.now()', 'new Date()', 'Date()', 'new (class extends Date {})()'])(
  'gives the function the sandbox’s time by %s',
  async (now) => {
    const time = Date.UTC(2040, 5, 1);
    const service = deploy(`export const handler = async () => new Date(${now}).getUTCFullYear();`, {
      clock: new SandboxClock({ frozenAt: time }),
    });
    expect(await service.invoke(null)).toBe(2040);
  },
);

it('leaves other dates unchanged', async () => {
  const service = deploy(
    `export const handler = async () => {
      const [one, other] = [new Date(2001, 1, 3), new Date('2001-02-03T00:00:00Z')];
      return [+one, +other, one instanceof Date, one.constructor === Date, Date.UTC(2001, 1, 3)];
    };`,
    { clock: new SandboxClock({ frozenAt: Date.UTC(2040, 5, 1) }) },
  );
  const time = Date.UTC(2001, 1, 3);
  expect(await service.invoke(null)).toEqual([time, time, true, true, time]);
});

it('starts another process while all are busy', async () => {
  const service = deploy('export const handler = async () => ({ pid: process.pid });');
  const responses = await Promise.all([service.invoke(1), service.invoke(2)]);
  const [first, second] = responses.map((response) => Object(response).pid);
  expect(first).not.toBe(second);
});

it('sets Lambda’s variables and the function’s own, but none of this process', async () => {
  const service = deploy('export const handler = async () => process.env;');
  const variables = await service.invoke({});
  expect(variables).toMatchObject({ MINE: 'yes', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'sandbox' });
  expect(variables).not.toHaveProperty('HOME');
});

it('has read the whole log when the invocation ends', async () => {
  const service = deploy(
    'export const handler = async () => { for (let n = 0; n < 500; n += 1) { console.log(n); console.error(n); } };',
  );
  await service.invoke({});
  expect(log).toHaveLength(1_000);
});

describe('a function that fails', () => {
  it.each([
    {
      name: 'by throwing',
      source: 'export const handler = async () => { throw new TypeError("no"); };',
      message: 'TypeError: no',
    },
    {
      name: 'by taking too long',
      source: 'export const handler = () => new Promise(() => undefined);',
      message: 'Task timed out after 0.2 seconds',
      timeoutMs: 200,
    },
    {
      name: 'by ending its process',
      source: 'export const handler = async () => process.exit(3);',
      message: 'exit code 3',
    },
    { name: 'by not loading', source: 'throw new Error("missing variable");', message: 'missing variable' },
  ])('$name rejects with the reason', async ({ source, message, timeoutMs = 60_000 }) => {
    const service = deploy(source, { timeoutMs });
    await expect(service.invoke({})).rejects.toThrow(LambdaFunctionError);
    await expect(service.invoke({})).rejects.toThrow(message);
  });

  it('has a new process for the next invocation', async () => {
    const service = deploy('export const handler = async (event) => event === "die" ? process.exit(1) : "alive";');
    await expect(service.invoke('die')).rejects.toThrow(LambdaFunctionError);
    expect(await service.invoke('live')).toBe('alive');
  });
});

describe('a frozen function', () => {
  const environments: ExecutionEnvironment[] = [];
  afterEach(async () => {
    await Promise.all(environments.map((environment) => environment.stop()));
  });

  /** Starts a function that keeps running after its response. */
  async function startTicking() {
    const ticks = { count: 0 };
    const source = 'export const handler = async () => void setInterval(() => console.log("tick"), 1);';
    const environment = new ExecutionEnvironment({
      function: functionWith(source),
      variables: {},
      onLog: () => {
        ticks.count += 1;
      },
    });
    environments.push(environment);
    await environment.invoke({});
    const tickedOn = (times: number) => {
      const from = ticks.count;
      return until(() => ticks.count >= from + times);
    };
    return { environment, ticks, tickedOn };
  }

  it('stands still until it is thawed, and can be stopped', async () => {
    const [one, other] = await Promise.all([startTicking(), startTicking()]);
    await one.tickedOn(1);
    one.environment.freeze();
    await other.tickedOn(20); // by now, its earlier output has been read
    const { count } = one.ticks;
    await other.tickedOn(50);
    expect(one.ticks.count).toBe(count);
    one.environment.thaw();
    await one.tickedOn(1);
    one.environment.freeze();
    await one.environment.stop();
    expect(one.environment.hasEnded).toBe(true);
  });

  it('ends when the sandbox is killed', async () => {
    const server = createServer();
    const { port } = await new Promise<AddressInfo>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(Object(server.address())));
    });
    const connected = once(server, 'connection');
    const source = `import { connect } from 'node:net';
      export const handler = () => new Promise((resolve) => connect(${port}, '127.0.0.1', resolve));`;
    const { bundlePath } = functionWith(source);
    const sandbox = spawn(
      process.execPath,
      ['-C', '@frameio-lambda/source', '--import', 'tsx', 'test/support/frozen-function.ts', bundlePath],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    const [socket] = await connected;
    await once(sandbox.stdout, 'data');
    const functionEnded = once(
      socket.resume().on('error', () => undefined),
      'close',
    );
    sandbox.kill('SIGKILL');
    await functionEnded;
    server.close();
  });
});
