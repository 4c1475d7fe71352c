import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { runScript } from '../support/run-command.ts';

jest.setTimeout(60_000); // each test builds the bundle first

/** Creates programs, and returns a PATH that finds them first. */
function createPrograms(sources: Readonly<Record<string, string>>): { PATH: string } {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  for (const [name, source] of Object.entries(sources)) {
    writeFileSync(join(folder, name), `#!${process.execPath}\n${source}`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: `${folder}:${process.env.PATH}` };
}

const WORKS = 'process.exit(0)';
const FAILS = 'process.exit(1)';

/**
 * `sam local invoke` without its container. It accepts the same options, sets the variables that the template declares to the
 * values of the environment file, and prints the function's response.
 */
const SAM = `
if (process.argv[2] !== 'local') process.exit(0);
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { parseArgs } = require('node:util');
const names = ['template', 'event', 'env-vars', 'add-host'];
const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
const [, , logicalId] = positionals;
if (values['add-host'] !== 'host.docker.internal:host-gateway') throw new Error('--add-host is missing.');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { Properties, Metadata } = read(values.template).Resources[logicalId];
const overrides = read(values['env-vars'])[logicalId];
for (const [name, value] of Object.entries(Properties.Environment.Variables)) {
  process.env[name] = String(overrides[name] ?? value).replace('host.docker.internal', '127.0.0.1');
}
Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'sam', AWS_SECRET_ACCESS_KEY: 'sam' });
const bundle = join(process.cwd(), dirname(values.template), Metadata['aws:asset:path'], 'index.mjs');
import(bundle)
  .then(({ handler }) => handler(read(values.event)))
  .then((response) => { console.log(JSON.stringify(response)); process.exit(0); });
`;

describe('npm run sam:invoke', () => {
  it('invokes the endpoint once with a freshly signed event', async () => {
    const { exitCode, output } = await runScript('sam:invoke', [], createPrograms({ sam: SAM, docker: WORKS }));
    expect(output).toContain('"statusCode":200');
    expect(output).toContain('Comment on Launch film v3.mp4: “Launch film v3.mp4 is ready.”');
    expect(exitCode).toBe(0);
  });

  it('accepts another event file', async () => {
    const sam = createPrograms({ sam: SAM, docker: WORKS });
    const { exitCode, output } = await runScript('sam:invoke', ['events/comment-created.json'], sam);
    expect(output).toContain('{\\"outcome\\":\\"unhandled\\"}');
    expect(exitCode).toBe(0);
  });

  it.each([
    { name: 'the SAM CLI', sam: FAILS, docker: WORKS, message: 'The AWS SAM CLI is missing. Install it with' },
    { name: 'Docker', sam: WORKS, docker: FAILS, message: 'A running Docker engine is missing.' },
  ])('reports that $name is missing, and how to install it', async ({ sam, docker, message }) => {
    const { exitCode, output } = await runScript('sam:invoke', [], createPrograms({ sam, docker }));
    expect(output).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('shows its help', async () => {
    const { exitCode, output } = await runScript('sam:invoke', ['--help']);
    expect(output).toMatch(/Usage: npm run sam:invoke/);
    expect(exitCode).toBe(0);
  });
});
