import { afterEach, describe, expect, it } from '@jest/globals';
import type { Prompts } from '../../cli/prompts.ts';
import { runSetSecret } from '../../cli/set-secret/run-set-secret.ts';
import { ENV } from '../../lib/core/env.ts';
import { captureConsole, sandboxForTests } from '../support/commands.ts';
import { ENTER, pipedInput, scriptedTerminal } from '../support/scripted-terminal.ts';

const OLD = 'old-canary-secret-0001';
const NEW = 'new-canary-secret-0002';
const NAME = '11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222';

const running = sandboxForTests('inline', 'console-app');
const output = captureConsole();
afterEach(() => {
  expect(output.all).not.toContain('canary');
});

const secrets = () => running.sandbox.deployment.secretsManager;
const secretId = () => running.secretId(ENV.signingSecretsSecretId);
const stored = (id = secretId(), stage?: string): unknown => JSON.parse(secrets().text(id, stage) ?? '');

const run = (prompts: Prompts, ...args: readonly string[]) => runSetSecret([...running.options, ...args], prompts);

describe('set-secret', () => {
  it('stores a signing secret from standard input under a name, and keeps the others', async () => {
    secrets().put(secretId(), OLD);
    expect(await run(pipedInput(`${NEW}\n`), NAME)).toBe(0);
    expect(stored()).toEqual({ unnamed: OLD, [NAME]: NEW });
    expect(output.text).toMatch(
      new RegExp(
        `\n  added     ${NAME}\n  kept      unnamed\nStored\\. The endpoint uses the secret within 30 seconds\\.$`,
      ),
    );
  });

  it('asks for it in a terminal, and does not show it', async () => {
    secrets().put(secretId(), '<the secret that Frame.io showed>');
    const terminal = scriptedTerminal({ 'Signing secret': `${NEW}${ENTER}` });
    expect(await run(terminal.prompts)).toBe(0);
    expect(stored()).toEqual({ unnamed: NEW });
    expect(terminal.shown()).not.toContain(NEW);
  });

  it('replaces a signing secret, whose old value stays as the previous version', async () => {
    secrets().put(secretId(), JSON.stringify({ dailies: OLD }));
    expect(await run(pipedInput(NEW), 'dailies')).toBe(0);
    expect(stored()).toEqual({ dailies: NEW });
    expect(stored(secretId(), 'AWSPREVIOUS')).toEqual({ dailies: OLD });
    expect(output.text).toContain('The replaced one verifies for 24 hours more.');
  });

  it('writes nothing if the secret is stored already, so that the previous version stays', async () => {
    secrets().put(secretId(), JSON.stringify({ dailies: OLD }));
    secrets().put(secretId(), JSON.stringify({ dailies: NEW }));
    expect(await run(pipedInput(NEW), 'dailies')).toBe(0);
    expect(stored(secretId(), 'AWSPREVIOUS')).toEqual({ dailies: OLD });
    expect(output.text).toContain('Nothing was changed');
  });

  it.each([
    { what: 'one is named secret', before: { secret: OLD, dailies: 'third-canary-secret-0003' } },
    { what: 'one is a webhook', before: { dailies: { id: 'i', url: 'https://x.example', secret: OLD } } },
    { what: 'one is a placeholder', before: { dailies: '<secret>' } },
  ])('keeps the other signing secrets as they are if $what', async ({ before }) => {
    secrets().put(secretId(), JSON.stringify(before));
    expect(await run(pipedInput(NEW), NAME)).toBe(0);
    expect(stored()).toEqual({ ...before, [NAME]: NEW });
  });

  it('refuses to replace malformed JSON, which may hold other signing secrets', async () => {
    const malformed = `{"dailies":"${OLD}",}`;
    secrets().put(secretId(), malformed);
    await expect(run(pipedInput(NEW), NAME)).rejects.toThrow('holds malformed JSON. Correct it, or replace it with {}');
    expect(secrets().text(secretId())).toBe(malformed);
  });

  it.each([
    { what: 'a webhook', input: { id: 'i', url: 'https://x.example', secret: NEW } },
    { what: 'the answer of the API', input: { data: { id: 'i', url: 'https://x.example', secret: NEW } } },
  ])('reads the secret in $what', async ({ input }) => {
    secrets().put(secretId(), '');
    expect(await run(pipedInput(JSON.stringify(input)), NAME)).toBe(0);
    expect(stored()).toEqual({ [NAME]: NEW });
  });

  it('stores the signing secrets of several custom actions in one version', async () => {
    const id = running.secretId(ENV.actionSigningSecretsSecretId);
    secrets().put(id, JSON.stringify({ publish: OLD }));
    const given = { publish: NEW, archive: 'third-canary-secret-0003' };
    expect(await run(pipedInput(JSON.stringify(given)), '--actions', '--json')).toBe(0);
    expect(stored(id)).toEqual(given);
    expect(stored(id, 'AWSPREVIOUS')).toEqual({ publish: OLD });
    expect(JSON.parse(output.text)).toMatchObject({ added: ['archive'], replaced: ['publish'], kept: [] });
  });

  it.each([
    { what: 'a secret as an argument', input: NEW, args: [`${NEW}9`], message: 'looks like a secret' },
    { what: 'two names', input: NEW, args: ['a', 'b'], message: 'Expected one name' },
    { what: 'nothing', input: '', args: [], message: 'found something else (empty)' },
    { what: 'a URL', input: 'https://canary.example.com/x', args: [], message: '(url)' },
    { what: 'malformed JSON', input: `{"a": "${NEW}"`, args: [], message: '(malformed json)' },
    { what: 'an object without a secret', input: '{}', args: [], message: '(no secret in it)' },
    { what: 'one bad secret of two', input: `{"a": "${NEW}", "b": "x"}`, args: [], message: '(too short)' },
    { what: 'two names for one secret', input: `{"a": "${NEW}"}`, args: ['b'], message: 'names its signing secrets' },
  ])('refuses $what, and does not repeat it', async ({ input, args, message }) => {
    secrets().put(secretId(), JSON.stringify({ dailies: OLD }));
    const error = await run(pipedInput(input), ...args).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('canary');
    expect(stored()).toEqual({ dailies: OLD });
  });
});
