import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { functionOf, readSynthesized } from '../../cdk/read-synthesized.ts';
import { runIsolated, runScript } from '../support/run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'home-'));

/** Environment of a machine without AWS credentials. The closed port ensures that no call reaches AWS. */
const NO_CREDENTIALS = {
  HOME: home,
  AWS_CONFIG_FILE: join(home, 'none'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};

it('npm run deploy fails at once without credentials, and says how to log in', async () => {
  const environment = { ...NO_CREDENTIALS, AWS_REGION: 'eu-west-1' };
  const { exitCode, output } = await runIsolated('npm', ['run', '--silent', 'deploy'], environment);
  expect(output).toMatch(/^No AWS credentials were found for the default profile .* Log in with `aws sso login`/);
  expect(exitCode).toBe(1);
});

it('npx cdk synth -c deliveryMode=queued builds the queued endpoint without an account', async () => {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  const options = ['cdk', 'synth', '--quiet', '--output', outdir, '-c', 'deliveryMode=queued'];
  const { exitCode } = await runIsolated('npx', options, NO_CREDENTIALS);
  expect(exitCode).toBe(0);
  const { environment } = functionOf(readSynthesized(outdir), 'endpoint');
  expect(environment).toHaveProperty('QUEUE_URL');
  expect(environment).not.toHaveProperty('API_CREDENTIALS_SECRET_ID');
});

it('npx cdk synth -c deliveryMode=later fails and names the valid modes', async () => {
  const options = ['cdk', 'synth', '--quiet', '--output', mkdtempSync(join(tmpdir(), 'synth-'))];
  const { exitCode, output } = await runIsolated('npx', [...options, '-c', 'deliveryMode=later'], NO_CREDENTIALS);
  expect(output).toContain('The delivery mode "later" is unknown: use inline or queued.');
  expect(exitCode).toBe(1);
});

it('npx cdk bootstrap fails without an account', async () => {
  const { exitCode, output } = await runIsolated('npx', ['cdk', 'bootstrap'], NO_CREDENTIALS);
  expect(output).toContain('Unable to resolve AWS account to use');
  expect(exitCode).toBe(1);
});

it('npm run build prints the path and size of each bundle', async () => {
  const { exitCode, output } = await runScript('build');
  for (const path of ['FrameioLambda/Webhook/Endpoint/Function', 'FrameioLambda/Webhook/Worker/Function']) {
    expect(output).toMatch(new RegExp(`${path} {2}\\d+ KB {2}cdk\\.out/asset\\.\\S+/index\\.mjs`));
  }
  expect(exitCode).toBe(0);
});

it('npm run build -- --mode later fails and names the valid modes', async () => {
  const { exitCode, output } = await runScript('build', ['--mode', 'later']);
  expect(output).toContain('The delivery mode "later" is unknown: use inline or queued.');
  expect(exitCode).toBe(1);
});

it('npm run build -- --help prints the usage', async () => {
  const { exitCode, output } = await runScript('build', ['--help']);
  expect(output).toMatch(/Usage: npm run build/);
  expect(exitCode).toBe(0);
});
