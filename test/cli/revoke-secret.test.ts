import { afterEach, describe, expect, it } from '@jest/globals';
import type { Prompts } from '../../cli/prompts.ts';
import { runRevokeSecret } from '../../cli/revoke-secret/run-revoke-secret.ts';
import { captureConsole, sandboxForTests } from '../support/commands.ts';
import { ENTER, pipedInput, scriptedTerminal } from '../support/scripted-terminal.ts';

const ACCOUNT = '11111111-1111-4111-8111-111111111111';
const LEAKED_ID = '22222222-2222-4222-8222-222222222222';
const LEAKED = { [`${ACCOUNT}/${LEAKED_ID}`]: 'leaked-canary-secret-0001' };
const OTHER = { [`${ACCOUNT}/33333333-3333-4333-8333-333333333333`]: 'other-canary-secret-0002' };

const running = sandboxForTests('inline', 'comment-app');
const output = captureConsole();
afterEach(() => {
  expect(output.all).not.toContain('canary');
});

const secretId = () => running.secretId('SIGNING_SECRETS_SECRET_ID');
const put = (value: object | string) =>
  running.sandbox.deployment.secretsManager.put(secretId(), typeof value === 'string' ? value : JSON.stringify(value));
const versions = () =>
  ['AWSCURRENT', 'AWSPREVIOUS'].map((stage) => running.sandbox.deployment.secretsManager.text(secretId(), stage) ?? '');

const run = (args: readonly string[], prompts: Prompts = pipedInput('')) =>
  runRevokeSecret([...running.options, ...args], prompts);

describe('revoke-secret', () => {
  it('ends the overlap: the previous version verifies no more', async () => {
    put(LEAKED);
    put(OTHER);
    expect(await run(['--yes'])).toBe(0);
    expect(versions().map((text) => JSON.parse(text))).toEqual([OTHER, OTHER]);
    expect(output.all).toContain(`revoke  ${ACCOUNT}/${LEAKED_ID}\n`);
    expect(output.all).toContain('Running functions refuse the secret within five minutes.');
  });

  it('removes a signing secret by the id of its webhook from both versions', async () => {
    put(LEAKED);
    put({ ...LEAKED, ...OTHER });
    expect(await run([LEAKED_ID, '--yes', '--json'])).toBe(0);
    expect(versions().map((text) => JSON.parse(text))).toEqual([OTHER, OTHER]);
    expect(output.all).toContain('"revoked": [');
  });

  it('tells apart two values of one name', async () => {
    put('leaked-canary-secret-0001');
    put('other-canary-secret-0002');
    expect(await run(['--yes'])).toBe(0);
    expect(versions()).toEqual(['other-canary-secret-0002', 'other-canary-secret-0002']);
    expect(output.all).toContain('revoke  unnamed (previous value)\n  keep    unnamed\n');
  });

  it('changes nothing if the previous version holds no other signing secret', async () => {
    put(OTHER);
    put(OTHER);
    expect(await run(['--yes'])).toBe(0);
    expect(output.all).toContain('Nothing to revoke');
  });

  it('asks first, and changes nothing without a yes', async () => {
    put(LEAKED);
    put(OTHER);
    expect(await run([], scriptedTerminal({ 'Revoke?': ENTER }).prompts)).toBe(1);
    await expect(run([])).rejects.toThrow('Pass --yes');
    expect(versions().map((text) => JSON.parse(text))).toEqual([OTHER, LEAKED]);
    expect(await run([], scriptedTerminal({ 'Revoke?': `y${ENTER}` }).prompts)).toBe(0);
    expect(versions().map((text) => JSON.parse(text))).toEqual([OTHER, OTHER]);
  });

  it('refuses to remove the last signing secret', async () => {
    put(LEAKED);
    put(LEAKED);
    await expect(run([LEAKED_ID, '--yes'])).rejects.toThrow('Replace it first with rotate-secret.');
    expect(versions().map((text) => JSON.parse(text))).toEqual([LEAKED, LEAKED]);
  });

  it('keeps the previous version while the current one is malformed JSON', async () => {
    const malformed = `${JSON.stringify(OTHER).slice(0, -1)},}`;
    put(LEAKED);
    put(malformed);
    await expect(run(['--yes'])).rejects.toThrow('No signing secret would remain');
    expect(versions()).toEqual([malformed, JSON.stringify(LEAKED)]);
  });

  it('lists the names if there is no such signing secret, and does not repeat the argument', async () => {
    put(LEAKED);
    const error = await run(['typed-canary-by-mistake']).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(`${ACCOUNT}/${LEAKED_ID}`) });
    expect(String(error)).not.toContain('canary');
  });

  it('says that the app has no custom actions', async () => {
    await expect(run(['--actions'])).rejects.toThrow('has no custom actions');
  });
});
