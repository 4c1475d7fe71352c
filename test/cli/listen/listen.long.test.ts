import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { readListenOptions } from '../../../cli/listen/listen-options.ts';
import { listenFor } from '../../../cli/listen/run-listen.ts';
import { withTemporaryWebhook } from '../../../cli/listen/temporary-webhook.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { FrameioClient } from '../../../lib/client/client.ts';
import { freePort } from '../../../sandbox/http/free-port.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { captureConsole } from '../../support/commands.ts';
import { builtStack } from '../../support/synthesized.ts';
import { until } from '../../support/until.ts';

const stack = builtStack('queued', 'comment-app');

/** Stands for the real Frame.io. */
let frameio: Sandbox;
let client: FrameioClient;
beforeAll(async () => {
  const delivery = { delayMs: () => 0 };
  frameio = await Sandbox.start({
    stack: builtStack('inline', 'empty-app'),
    port: 0,
    delivery,
    onEvent: () => undefined,
  });
  client = new FrameioClient({ token: frameio.frameioState.token, baseUrl: frameio.frameioUrl });
});
afterAll(() => frameio.close());

const output = captureConsole();

const variables = () => ({ FRAMEIO_TOKEN: frameio.frameioState.token, FRAMEIO_BASE_URL: frameio.frameioUrl });

async function webhooks() {
  const { account, workspace } = frameio.frameioState;
  const found = [];
  for await (const webhook of client.webhooks.index(account.id, workspace.id)) found.push(webhook);
  return found.filter(({ name }) => name.startsWith('frameio-lambda listen'));
}

/** Listens until the signal aborts. */
async function listen(signal: AbortSignal, change: { port?: number; token?: string; json?: boolean } = {}) {
  const { port = await freePort(0), token, json = false } = change;
  const url = `http://localhost:${port}/frameio`;
  const all = { ...variables(), ...(token !== undefined && { FRAMEIO_TOKEN: token }) };
  return { url, ended: listenFor({ stack, variables: all, signal, url, port, webhook: undefined, json }) };
}

const isListening = () => output.errors.some((text) => text.includes('Ctrl+C deletes the webhook'));

describe('listen', () => {
  it('runs the handlers for the events of the account, and deletes its webhook at the end', async () => {
    const end = new AbortController();
    const { url, ended } = await listen(end.signal);
    await Promise.race([until(isListening), ended]);
    expect(await webhooks()).toMatchObject([{ url, events: ['file.ready'] }]);
    const { file } = await frameio.upload({ name: 'Take 1.mov', fileSize: 1 });
    await until(() => frameio.frameioState.commentsOf(file.id).length > 0);
    end.abort();
    await ended;
    expect(await webhooks()).toEqual([]);
    expect(output.text).toContain('event queued');
    expect(output.text).not.toContain('"_aws"'); // metrics
  });

  it('prints each event of the functions and the handlers as JSON', async () => {
    const end = new AbortController();
    const { ended } = await listen(end.signal, { json: true });
    await Promise.race([until(isListening), ended]);
    await frameio.upload({ name: 'Take 1.mov', fileSize: 1 });
    const events = () => output.printed.map((line) => JSON.parse(line));
    await until(() => events().some(({ kind }) => kind === 'message_reported'));
    expect(events()).toContainEqual(
      expect.objectContaining({ kind: 'message_reported', subject: 'file.ready', handlers: [expect.anything()] }),
    );
    expect(events()).toContainEqual(expect.objectContaining({ kind: 'function_logged', functionName: 'endpoint' }));
    end.abort();
    await ended;
  });

  it('registers no webhook if the port is busy', async () => {
    const { port } = new URL(frameio.frameioUrl);
    const { ended } = await listen(new AbortController().signal, { port: Number(port) });
    await expect(ended).rejects.toThrow(port);
    expect(await webhooks()).toEqual([]);
  });

  it('deletes its webhook after an error', async () => {
    const { account, workspace } = frameio.frameioState;
    const ids = { accountId: account.id, workspaceId: workspace.id };
    const registered = withTemporaryWebhook(
      { client, ...ids, url: 'http://localhost/frameio', events: ['file.ready'] },
      async ({ id, secret }) => {
        expect(await webhooks()).toMatchObject([{ id, url: 'http://localhost/frameio' }]);
        throw new Error(`secret of ${secret.length} characters`);
      },
    );
    await expect(registered).rejects.toThrow(/^secret of \d\d+ characters$/);
    expect(await webhooks()).toEqual([]);
  });

  it('deletes the webhook that a killed command left', async () => {
    const port = await freePort(0);
    const { account, workspace } = frameio.frameioState;
    const [name, url] = ['frameio-lambda listen (temporary)', `http://localhost:${port}/frameio`];
    const left = await client.webhooks.create(account.id, workspace.id, {
      data: { name, url, events: ['file.ready'] },
    });
    const end = new AbortController();
    const { ended } = await listen(end.signal, { port });
    await Promise.race([until(isListening), ended]);
    expect((await webhooks()).map(({ id }) => id)).not.toContain(left.data.id);
    end.abort();
    await ended;
  });

  it('reports that the token is wrong', async () => {
    const { ended } = await listen(new AbortController().signal, { token: 'wrong' });
    await expect(ended).rejects.toThrow(/401/);
  });
});

describe('the options of listen', () => {
  it('add the path of the endpoint to a URL without one', () => {
    expect(readListenOptions(['--url', 'https://a.example.com'])).toMatchObject({
      url: 'https://a.example.com/frameio',
    });
    expect(readListenOptions(['--url', 'https://a.example.com/x'])).toMatchObject({ url: 'https://a.example.com/x' });
  });

  it.each([
    { args: [], message: 'Expected --url' },
    { args: ['--url', 'a.example.com'], message: '--url must be a URL that starts with https:// or http://' },
    { args: ['--url', 'https://a.example.com', '--port', '0'], message: '--port must be an integer' },
  ])('refuse $args', async ({ args, message }) => {
    expect(await runCli(['listen', ...args], COMMANDS)).toBe(2);
    expect(output.errors.join()).toContain(message);
  });
});
