import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { runIsolated, runScript } from '../support/run-command.ts';

jest.setTimeout(60_000); // each builds the bundle first

const home = mkdtempSync(join(tmpdir(), 'home-'));

/** A machine that has no AWS credentials, wherever they may be kept, and where AWS would not answer if it had. */
const NO_CREDENTIALS = {
  HOME: home,
  AWS_CONFIG_FILE: join(home, 'none'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};

it('npm run deploy gets as far as it can without an account: the stack is built', async () => {
  const { exitCode, output } = await runIsolated('npm', ['run', 'deploy'], NO_CREDENTIALS);
  expect(output).toContain('Synthesis time');
  expect(output).toContain('Unable to resolve AWS account to use');
  expect(exitCode).toBe(1);
});

it('npx cdk bootstrap asks for an account', async () => {
  const { exitCode, output } = await runIsolated('npx', ['cdk', 'bootstrap'], NO_CREDENTIALS);
  expect(output).toContain('Unable to resolve AWS account to use');
  expect(exitCode).toBe(1);
});

it('npm run build says where each bundle is, and how large', async () => {
  const { exitCode, output } = await runScript('build');
  expect(output).toMatch(/FrameioLambda\/Endpoint\/Function {2}\d+ KB {2}cdk\.out\/asset\.\S+\/index\.mjs/);
  expect(exitCode).toBe(0);
});

it('npm run build explains itself', async () => {
  const { exitCode, output } = await runScript('build', ['--help']);
  expect(output).toMatch(/Usage: npm run build/);
  expect(exitCode).toBe(0);
});
