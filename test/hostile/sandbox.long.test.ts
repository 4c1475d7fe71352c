import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { runStart } from '../../cli/start/run-start.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { formatEvent } from '../../sandbox/terminal/reporter.ts';
import { sendAs } from '../support/send-as.ts';
import { builtStack } from '../support/synthesized.ts';

/** Clears the screen, sets the window's title, returns to the start of the line, and reverses the text. */
const ESCAPES = '\u001b[2J\u001b]0;owned\u0007\rx\u009b31m\u202e\u007f';
const CONTROLS = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

const TERMINAL = { now: Date.now, statePath: undefined, showsLogs: true };

describe.each<DeliveryMode>(['inline', 'queued'])('%s: a sandbox', (mode) => {
  let sandbox: Sandbox;
  const printed: string[] = [];
  beforeAll(async () => {
    const onEvent = (event: Parameters<typeof formatEvent>[0]) => void printed.push(formatEvent(event, TERMINAL) ?? '');
    sandbox = await Sandbox.start({ stack: builtStack(mode), port: 0, onEvent });
  });
  afterAll(() => sandbox.close());

  it.each([
    { website: 'with its own origin', headers: { origin: 'https://example.com' } },
    { website: 'without an origin', headers: { origin: 'null' } },
    { website: 'whose name resolves to this machine', headers: { host: 'rebound.example.com' } },
  ])('refuses a website $website that uploads files, sets the clock or sends a delivery', async ({ headers }) => {
    const { frameioUrl, deployment } = sandbox;
    const startedAt = sandbox.now - Date.now();
    const urls = [`${frameioUrl}/sandbox/files`, `${frameioUrl}/sandbox/clock/advance`, deployment.webhookUrl];
    for (const url of urls) expect(await sendAs(url, headers, { body: '{"seconds":3600}' })).toBe(403);
    expect(await sendAs(`${frameioUrl}/sandbox/files`, headers, { method: 'GET' })).toBe(403);
    expect(sandbox.frameioState.files()).toEqual([]);
    expect(sandbox.now - Date.now() - startedAt).toBeLessThan(3_600_000);
    expect(printed.filter(Boolean)).toEqual([]);
  });

  it('prints the name of a file and the comment with its name harmlessly', async () => {
    const body = JSON.stringify({ name: `${ESCAPES}.mov`, file_size: 1 });
    const response = await fetch(`${sandbox.frameioUrl}/sandbox/files`, { method: 'POST', body });
    expect(response.status).toBe(201);
    expect(await response.text()).not.toMatch(CONTROLS);
    const [file] = sandbox.frameioState.files();
    expect(sandbox.frameioState.commentsOf(file?.id ?? '')).toMatchObject([{ text: expect.stringContaining(ESCAPES) }]);
    expect(printed.join('\n')).not.toMatch(CONTROLS);
    expect(printed.filter((text) => text.includes('\\u{1b}[2J')).length).toBeGreaterThan(1);
  });
});

describe('start --state with a folder of other origin', () => {
  const contentsOf = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]);

  it.each([
    { name: 'has the name of a journal of the sandbox', entry: 'sqs.journal', args: [] },
    { name: 'has the name of the folder of a table', entry: 'dynamodb/thesis.txt', args: [] },
    { name: 'has the name of the lock', entry: 'in-use', args: ['--fresh'] },
    { name: 'has another name', entry: 'thesis.txt', args: ['--fresh'] },
    { name: 'has a name with escape sequences', entry: ESCAPES, args: ['--fresh'] },
  ])('refuses it unchanged, in harmless words, if an entry $name', async ({ entry, args }) => {
    const folder = mkdtempSync(join(tmpdir(), 'state-'));
    mkdirSync(dirname(join(folder, entry)), { recursive: true });
    writeFileSync(join(folder, entry), 'mine');
    const before = contentsOf(folder);
    const error: unknown = await runStart(['--state', folder, ...args]).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/no sandbox created: .*Nothing was changed\. Choose an empty or new folder/);
    expect(String(error)).not.toMatch(CONTROLS);
    expect(contentsOf(folder)).toEqual(before);
  });
});
