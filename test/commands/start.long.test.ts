import { mkdtempSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningCommand, runProgram, runScript, startScript } from '../support/run-command.ts';

describe('npm start -- --once', () => {
  it('reports each step up to the comment, in order, and exits 0', async () => {
    const { exitCode, output } = await runScript('start', ['--once', '--port', '0']);
    const steps = [
      /Launch film v3\.mp4 is ready/,
      /delivery +file\.ready, signed v0=[0-9a-f]{12}…, cold start/,
      /API call +GET \/v4\/accounts\/\S+\/files\/\S+ {2}200/,
      /API call +POST \/v4\/accounts\/\S+\/files\/\S+\/comments {2}201/,
      /response +200 after \d+ ms {2}\{"outcome":"completed"\}/,
      /comment +“Launch film v3\.mp4 is ready\.”/,
      /handler +file-ready {2}completed/,
      /Result\n +file\.ready +file-ready {2}completed\n\n +1 delivery; 1 handler completed; 1 comment posted/,
    ];
    expect(output).toMatch(new RegExp(steps.map(({ source }) => source).join('[\\s\\S]*')));
    expect(exitCode).toBe(0);
  });

  it('reports the queue with --mode queued', async () => {
    const { exitCode, output } = await runScript('start', ['--once', '--port', '0', '--mode', 'queued']);
    expect(output).toMatch(/response +202 after \d+ ms {2}\{"outcome":"queued"\}/);
    const steps = [
      /delivery +file\.ready, signed/,
      /API call +POST \/v4\/accounts\/\S+\/files\/\S+\/comments {2}201/,
      /worker +1 message from the queue\n/,
      /comment +“Launch film v3\.mp4 is ready\.”/,
      /Result\n +file\.ready +file-ready {2}completed\n/,
    ];
    expect(output).toMatch(new RegExp(steps.map(({ source }) => source).join('[\\s\\S]*')));
    expect(exitCode).toBe(0);
  });

  it.each([
    {
      fault: 'secrets-manager',
      outcome: /refused +the endpoint responded 503/,
      reason: 'signing secrets unavailable: ',
    },
    { fault: 'frame.io', outcome: /file-ready {2}failed: .* \(attempt 1, next in /, reason: 'answered 500' },
  ])('exits 1 with the reason when $fault fails', async ({ fault, outcome, reason }) => {
    const { exitCode, output } = await runScript('start', ['--once', '--port', '0', '--fault', fault]);
    const result = output.slice(output.indexOf('Result'));
    expect(result).toMatch(outcome);
    expect(result).toContain(reason);
    expect(exitCode).toBe(1);
  });

  it('shows its help', async () => {
    const { exitCode, output } = await runScript('start', ['--help']);
    expect(output).toMatch(/Usage: frameio-lambda start/);
    expect(exitCode).toBe(0);
  });

  it.each([['--prot'], ['--port', 'frame'], ['--port', '70000'], ['--fault', 'weather']])(
    'refuses %s',
    async (...options) => {
      const { exitCode, output } = await runScript('start', options);
      expect(output).toContain(options[0]);
      expect(exitCode).toBe(2);
    },
  );
});

it('npm start refuses an unknown mode', async () => {
  const { exitCode, output } = await runScript('start', ['--mode', 'fast']);
  expect(output).toContain('The delivery mode "fast" is unknown: use inline or queued.');
  expect(exitCode).toBe(2);
});

describe('npm start, killed while a message is on the queue', () => {
  it('restores its state and completes the message once', async () => {
    const state = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const options = ['--port', '0', '--mode', 'queued', '--state', state];
    const first = startScript('start', [...options, '--fault', 'frame.io']);
    expect(await first.printed('Ctrl+C')).toMatch(/worker +1 message from the queue, 1 to retry/);
    await first.kill();

    const second = startScript('start', options);
    const printed = await second.printed('Ctrl+C');
    expect(printed).toContain(`${state}  survives restarts and kills; --fresh deletes it`);
    const url = `${frameioUrlIn(printed)}/sandbox/files`;
    // The worker retries a few seconds after the failure: a request that was sent may still arrive.
    await second.printed('/comments  201', 2);
    const { files }: { files: { comments: unknown[] }[] } = Object(await (await fetch(url)).json());
    expect(files.map(({ comments }) => comments.length)).toEqual([1, 1]);
    await second.interrupt();
  });

  it('restores the clock: a message delayed by the advanced clock does not wait again', async () => {
    const state = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const options = ['--port', '0', '--mode', 'queued', '--state', state];
    const first = startScript('start', [...options, '--fault', 'frame.io']);
    const advance = async (sandbox: RunningCommand, seconds: number) => {
      const clock = `${frameioUrlIn(await sandbox.printed('Ctrl+C'))}/sandbox/clock/advance`;
      await fetch(clock, { method: 'POST', body: JSON.stringify({ seconds }) });
    };
    await advance(first, 86_400);
    await first.printed('1 to retry', 2);
    await first.kill();

    const second = startScript('start', options);
    await advance(second, 3_600);
    const url = `${frameioUrlIn(await second.printed('Ctrl+C'))}/sandbox/files`;
    const { files }: { files: { comments: unknown[] }[] } = Object(await (await fetch(url)).json());
    expect(files.map(({ comments }) => comments.length)).toEqual([1, 1]);
    await second.interrupt();
  });
});

describe('npm start, with its port busy', () => {
  let busy: Server;
  let port: number;
  let sandbox: RunningCommand;
  let printed: string;

  beforeAll(async () => {
    busy = createServer();
    port = await new Promise((resolve) => {
      busy.listen(0, '127.0.0.1', () => {
        const address = busy.address();
        resolve(address !== null && typeof address === 'object' ? address.port : 0);
      });
    });
    sandbox = startScript('start', [
      '--fresh',
      '--port',
      String(port),
      '--state',
      mkdtempSync(join(tmpdir(), 'sandbox-')),
    ]);
    printed = await sandbox.printed('Ctrl+C');
  });

  afterAll(async () => {
    busy.close();
    await sandbox.interrupt();
    await expect(call('files')).rejects.toThrow('fetch failed'); // no server keeps running
  });

  const call = async (path: string, init?: RequestInit) =>
    await fetch(`${frameioUrlIn(printed)}/sandbox/${path}`, init);
  const post = async (path: string, body: string) => await call(path, { method: 'POST', body });

  it('picks another port', () => {
    expect(printed).toMatch(/Frame\.io +http:\/\/127\.0\.0\.1:\d+/);
    expect(printed).not.toContain(`http://127.0.0.1:${port} `);
  });

  it.each([
    { topic: 'upload', prints: 'file-ready  completed' },
    { topic: 'outage', prints: '503' },
    { topic: 'clock', prints: '60 s ahead of this machine' },
    { topic: 'deliveries', prints: 'file.ready' },
    { topic: 'dead letters', prints: 'The dead-letter queue is empty.' },
    { topic: 'and more', prints: 'Commands' },
  ])('runs the printed command of "$topic"', async ({ topic, prints }) => {
    const [, command = ''] = printed.match(new RegExp(`^ +${topic} +(npm run .*)`, 'm')) ?? [];
    const [npm = '', ...words] = command.split(' ');
    const { exitCode, output } = await runProgram(npm, words);
    expect(output).toContain(prints);
    expect(exitCode).toBe(0);
  });

  it('survives a caller that disconnects midway', async () => {
    const { port: frameioPort } = new URL(frameioUrlIn(printed));
    await new Promise((resolve) => {
      const half = 'POST /sandbox/files HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{';
      const socket = connect(Number(frameioPort), '127.0.0.1', () =>
        socket.write(half, () => socket.resetAndDestroy()),
      );
      socket.on('close', resolve);
    });
    expect((await call('files')).status).toBe(200);
  });

  it.each(['{', '{"name":""}', '{"file_size":-1}', '{"file_size":"1"}'])('refuses to upload %s', async (body) => {
    expect((await post('files', body)).status).toBe(422);
  });

  it('advances the clock of Frame.io and of the functions', async () => {
    const { offsetMs } = Object(await (await call('clock')).json());
    const advanced = await post('clock/advance', '{"seconds":3600}');
    expect(await advanced.json()).toMatchObject({ offsetMs: offsetMs + 3_600_000 });
    const next = await post('files', '{"name":"Later.mov"}');
    expect(await next.json()).toMatchObject({ attempts: [{ status: 200 }], comments: [expect.any(String)] });
  });

  it.each(['{', '{}', '{"seconds":-1}', '{"seconds":"60"}', '{"seconds":1209601}'])(
    'refuses to advance the clock by %s',
    async (body) => {
      expect((await post('clock/advance', body)).status).toBe(422);
    },
  );
});

/** Returns the address of Frame.io that the sandbox printed. */
function frameioUrlIn(printed: string): string {
  return /Frame\.io +(http:\S+)/.exec(printed)?.[1] ?? '';
}
