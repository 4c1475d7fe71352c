import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EngineStub, engineStub } from '../support/container-engine.ts';
import { createPrograms } from '../support/programs.ts';
import { runScript, startScript } from '../support/run-command.ts';

/**
 * `sam local invoke` without its container. It accepts the same options, sets the variables of the template, and prints what
 * SAM prints. With WAIT it runs until it is interrupted.
 */
const SAM = `
if (process.argv[2] === '--version') { console.log('SAM CLI, version 1.170.0'); process.exit(0); }
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { parseArgs } = require('node:util');
const names = ['template', 'event', 'add-host', 'docker-network'];
const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
options['skip-pull-image'] = { type: 'boolean' };
const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
const [, , logicalId] = positionals;
if (values['add-host'] !== 'host.docker.internal:host-gateway') throw new Error('--add-host is missing.');
if (values['docker-network']) console.error('network ' + values['docker-network'] + ', skips ' + values['skip-pull-image']);
const noise = "Cannot detect function id from aws:cdk:path metadata 'X', using default logical id";
console.error(Array(44).fill(noise).join('\\n'));
console.error('Mounting \\u001b[2J the bundle');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { Properties, Metadata } = read(values.template).Resources[logicalId];
for (const [name, value] of Object.entries(Properties.Environment.Variables)) {
  process.env[name] = String(value).replace('host.docker.internal', '127.0.0.1');
}
Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'sam', AWS_SECRET_ACCESS_KEY: 'sam' });
if (process.env.NO_TOKEN) process.env.API_CREDENTIALS_SECRET_ID = 'none';
const bundle = join(process.cwd(), dirname(values.template), Metadata['aws:asset:path'], 'index.mjs');
const context = { getRemainingTimeInMillis: () => 30000, functionName: logicalId, awsRequestId: '1' };
const run = async () => {
  if (process.env.WAIT) {
    process.on('SIGINT', () => { writeFileSync(process.env.WAIT, 'removed'); process.exit(0); });
    process.on('SIGTERM', () => process.exit(143));
    console.error('The container runs');
    return await new Promise(() => setInterval(() => undefined, 1000));
  }
  if (process.env.RESULT !== undefined) return console.log(process.env.RESULT);
  const { handler } = await import(bundle);
  process.stdout.write(JSON.stringify(await handler(read(values.event), context)));
};
run().then(() => process.exit(Number(process.env.EXIT_CODE ?? 0)));
`;

let engine: EngineStub;
let programs: { readonly PATH: string; readonly DOCKER_HOST: string };
beforeAll(async () => {
  engine = await engineStub();
  programs = { PATH: `${createPrograms({ sam: SAM })}:${process.env.PATH}`, DOCKER_HOST: engine.host };
});
afterAll(() => engine.close());

const COMMENT = 'Comment on Launch film v3.mp4: “Launch film v3.mp4 is ready.”';

describe('npm run sam:invoke', () => {
  it('invokes the endpoint once with a freshly signed event', async () => {
    const { exitCode, output } = await runScript('sam:invoke', [], programs);
    expect(output).toContain('"statusCode":200');
    expect(output.split('\n')).toContain(COMMENT);
    expect(exitCode).toBe(0);
  });

  it('prints neither noise nor control characters', async () => {
    const { output } = await runScript('sam:invoke', [], programs);
    expect(output).not.toContain('Cannot detect function id');
    expect(output).toContain('Mounting \\u{1b}[2J the bundle\n');
  });

  it('invokes the worker with a message from the queue', async () => {
    const { exitCode, output } = await runScript('sam:invoke', ['--function', 'worker'], programs);
    expect(output).toContain('"batchItemFailures":[]');
    expect(output).toContain(COMMENT);
    expect(exitCode).toBe(0);
  });

  it('shows that the endpoint refuses a forged delivery', async () => {
    const { exitCode, output } = await runScript('sam:invoke', ['--forged'], programs);
    expect(output).toContain('"statusCode":401');
    expect(output).toContain('The invocation failed: the endpoint responded 401.');
    expect(output).not.toContain('Comment on');
    expect(exitCode).toBe(1);
  });

  it('accepts another event file', async () => {
    const { exitCode, output } = await runScript('sam:invoke', ['events/comment-created.json'], programs);
    expect(output).toContain('{\\"outcome\\":\\"unhandled\\"}');
    expect(exitCode).toBe(0);
  });

  it('passes options on to SAM', async () => {
    const options = ['--', '--docker-network', 'mine', '--skip-pull-image'];
    const { exitCode, output } = await runScript('sam:invoke', options, programs);
    expect(output).toContain('network mine, skips true');
    expect(exitCode).toBe(0);
  });

  it('lets two runs work at the same time', async () => {
    const results = await Promise.all([1, 2].map(() => runScript('sam:invoke', [], programs)));
    for (const { exitCode, output } of results) {
      expect(output).toContain(COMMENT);
      expect(exitCode).toBe(0);
    }
  });

  it.each([
    {
      name: 'a handler fails in the endpoint',
      options: [],
      variables: { NO_TOKEN: '1' },
      code: 1,
      reason: 'responded 5',
    },
    {
      name: 'a handler fails in the worker',
      options: ['--function', 'worker'],
      variables: { NO_TOKEN: '1' },
      code: 1,
      reason: 'the message stays in the queue',
    },
    { name: 'the function times out', options: [], variables: { RESULT: '' }, code: 1, reason: 'returned no result' },
    {
      name: 'the function throws at init',
      options: [],
      variables: { RESULT: '{"errorType":"Runtime.ExitError","errorMessage":"exit status 1"}' },
      code: 1,
      reason: 'The invocation failed: Runtime.ExitError: exit status 1.',
    },
    { name: 'SAM fails', options: [], variables: { RESULT: '', EXIT_CODE: '3' }, code: 3, reason: '' },
  ])('exits $code if $name', async ({ options, variables, code, reason }) => {
    const { exitCode, output } = await runScript('sam:invoke', options, { ...programs, ...variables });
    expect(output).toContain(reason);
    expect(exitCode).toBe(code);
  });

  it('interrupts SAM at SIGTERM, so that SAM removes its container', async () => {
    const removed = join(mkdtempSync(join(tmpdir(), 'container-')), 'removed');
    const command = startScript('sam:invoke', [], { ...programs, WAIT: removed });
    await command.printed('The container runs');
    const { exitCode } = await command.terminate();
    expect(readFileSync(removed, 'utf8')).toBe('removed');
    expect(exitCode).not.toBe(0);
  });

  it.each([
    { name: 'the SAM CLI', sam: 'process.exit(1)', message: 'The AWS SAM CLI is missing. Install it with' },
    {
      name: 'a newer SAM CLI',
      sam: "console.log('SAM CLI, version 1.146.0')",
      message: '1.147.0 or later, found 1.146.0',
    },
  ])('reports that $name is missing, and how to install it', async ({ sam, message }) => {
    const PATH = `${createPrograms({ sam })}:${process.env.PATH}`;
    const { exitCode, output } = await runScript('sam:invoke', [], { ...programs, PATH });
    expect(output).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('reports that no container engine runs', async () => {
    const { exitCode, output } = await runScript('sam:invoke', [], { ...programs, DOCKER_HOST: 'unix:///no/engine' });
    expect(output).toContain('A running container engine is missing.');
    expect(exitCode).toBe(1);
  });

  it('reports a malformed event file before it looks for SAM', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'event-')), 'broken.json');
    writeFileSync(path, '{"body":');
    const { exitCode, output } = await runScript('sam:invoke', [path], {
      PATH: `${createPrograms({})}:${process.env.PATH}`,
    });
    expect(output).toBe(
      `Expected an event of API Gateway in ${path}, but the file is not a JSON object. Compare it with events/file-ready.json.\n`,
    );
    expect(exitCode).toBe(1);
  });

  it('shows its help, and exits 2 for a wrong command line', async () => {
    const { exitCode, output } = await runScript('sam:invoke', ['--help']);
    expect(output).toMatch(/Usage: npm run sam:invoke/);
    expect(exitCode).toBe(0);
    expect((await runScript('sam:invoke', ['--function', 'both'])).exitCode).toBe(2);
  });
});
