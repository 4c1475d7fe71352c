import { describe, expect, it } from '@jest/globals';
import type { Prompts } from '../../cli/prompts.ts';
import { runSetToken } from '../../cli/set-token/run-set-token.ts';
import { imsClient } from '../../sandbox/frameio/ims/ims-tokens.ts';
import { captureConsole, sandboxForTests } from '../support/commands.ts';
import { ARROW_DOWN, ENTER, pipedInput, scriptedTerminal } from '../support/scripted-terminal.ts';

const CANARY = 'canary-9f3d1c-never-shown';

const running = sandboxForTests('inline', 'comment-app');
const output = captureConsole();

const run = (prompts: Prompts, ...args: readonly string[]) => runSetToken([...running.options, ...args], prompts);

const secretId = () => running.secretId('API_CREDENTIALS_SECRET_ID');
const put = (text: string) => running.sandbox.deployment.secretsManager.put(secretId(), text);
const stored = () => running.sandbox.deployment.secretsManager.text(secretId());

describe('set-token', () => {
  it('stores a token from standard input, and says who its user is', async () => {
    const { token, user } = running.sandbox.frameioState;
    put('before');
    expect(await run(pipedInput(`${token}\n`))).toBe(0);
    expect(stored()).toBe(token);
    expect(output.all).toContain(`Frame.io accepts the credentials: ${user.name} <${user.email}>`);
    expect(output.all).toContain('Stored the credentials for the sandbox at http://127.0.0.1:');
    expect(output.all).not.toContain(token);
  });

  it('asks for server-to-server credentials in a terminal, and hides the client secret', async () => {
    const { id, secret } = imsClient(running.sandbox.frameioState);
    const terminal = scriptedTerminal({
      'Which credentials': ENTER,
      'Client id': `${id}${ENTER}`,
      'Client secret': `${secret}${ENTER}`,
    });
    expect(await run(terminal.prompts, '--json')).toBe(0);
    expect(JSON.parse(stored() ?? '')).toEqual({ client_id: id, client_secret: secret });
    expect(output.all).toContain('"name": "Sandbox Integration"');
    expect(terminal.shown()).toContain(id);
    expect(`${output.all}${terminal.shown()}`).not.toContain(secret);
  });

  it('asks for a token in a terminal, and hides it', async () => {
    const { token } = running.sandbox.frameioState;
    const terminal = scriptedTerminal({ 'Which credentials': `${ARROW_DOWN}${ENTER}`, Token: `${token}${ENTER}` });
    expect(await run(terminal.prompts)).toBe(0);
    expect(stored()).toBe(token);
    expect(`${output.all}${terminal.shown()}`).not.toContain(token);
  });

  it('reads the client secret alone with --client-id', async () => {
    const { id, secret } = imsClient(running.sandbox.frameioState);
    expect(await run(pipedInput(secret), '--client-id', id)).toBe(0);
    expect(JSON.parse(stored() ?? '')).toEqual({ client_id: id, client_secret: secret });
  });

  it.each([
    { name: 'a token', input: CANARY, args: [], message: /401/ },
    { name: 'a client secret', input: CANARY, args: ['--client-id', 'unknown'], message: /invalid_client/ },
  ])('stores nothing if Frame.io refuses $name', async ({ input, args, message }) => {
    put('before');
    const error = await run(pipedInput(input), ...args).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(`${String(error)}${output.all}`).not.toContain(CANARY);
    expect(stored()).toBe('before');
  });

  it('stores without a check on request', async () => {
    expect(await run(pipedInput(CANARY), '--no-check')).toBe(0);
    expect(stored()).toBe(CANARY);
    expect(output.all).toContain('Not checked');
    expect(output.all).not.toContain(CANARY);
  });

  it.each([
    { name: 'a secret as an argument', input: '', args: [CANARY], message: 'takes no argument' },
    { name: 'a secret as an option', input: '', args: [`--token=${CANARY}`], message: "Unknown option '--token'" },
    { name: 'nothing', input: ' \n', args: [], message: 'found nothing' },
    { name: 'a placeholder', input: '<token>', args: [], message: 'placeholder' },
    { name: 'broken JSON', input: `{"client_id": "${CANARY}"`, args: [], message: 'incomplete' },
  ])('refuses $name, and does not repeat it', async ({ input, args, message }) => {
    const error = await run(pipedInput(input), ...args).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
    expect(`${String(error)}${output.all}`).not.toContain(CANARY);
  });

  it('changes nothing after Ctrl+C', async () => {
    put('before');
    const terminal = scriptedTerminal({ 'Which credentials': '\u0003' });
    await expect(run(terminal.prompts)).rejects.toThrow('Interrupted. Nothing was changed.');
    expect(stored()).toBe('before');
  });
});
