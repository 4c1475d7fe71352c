import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { listen } from '../../../sandbox/http/listen.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { BROWSER_PATH, startBrowser } from '../../support/browser.ts';
import { localStack } from '../../support/synthesized.ts';
import { violationsOn } from './accessibility.ts';

const inBrowser = BROWSER_PATH === undefined ? describe.skip : describe;

inBrowser('the console', () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'console-'));
  let sandbox: Sandbox;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  const startSandbox = (port = 0) =>
    Sandbox.start({
      stack: localStack('inline', 'console-app'),
      port,
      onEvent: () => undefined,
      stateFolder,
      studio: true,
    });
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), startBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });
  beforeEach(async () => {
    problems = [];
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error' && line.text().includes('Content Security Policy')) problems.push(line.text());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  const open = (path: string) => page.goto(`${sandbox.frameioUrl}${path}`);
  const row = (text: string) => page.locator('.row', { hasText: text });
  const detail = () => page.locator('.detail');

  it('uploads a dropped file, and shows its delivery and the comment of the handler', async () => {
    await open('/studio');
    await page.getByText('Drop files here').waitFor();
    const data = await page.evaluateHandle(`
      const transfer = new DataTransfer();
      transfer.items.add(new File(['moving pictures'], 'Take 1.mov', { type: 'video/quicktime' }));
      transfer;`);
    await page.dispatchEvent('.files', 'drop', { dataTransfer: data });
    await page.getByText('Checked Take 1.mov.').waitFor();
    await page.getByRole('link', { name: 'Deliveries' }).click();
    await row('Take 1.mov').first().click();
    await detail().getByText('check', { exact: true }).waitFor();
    await detail().getByText('file checked').waitFor();
    expect(page.url()).toContain('/deliveries?id=');
  });

  it('shows the calls of the handlers with their answers, the comment, and the idempotency records', async () => {
    await open('/deliveries');
    await row('Take 1.mov').first().click();
    await detail().locator('.waterfall').getByText('comments.create').waitFor();
    await detail().locator('q', { hasText: 'Checked Take 1.mov.' }).waitFor();
    await detail().getByText('API calls (', { exact: false }).click();
    const call = detail().locator('.calls li', { hasText: 'comments.create' });
    await call.getByText('✓ 201').waitFor();
    await call.getByText('check, attempt 1').waitFor();
    await call.locator('summary').click();
    await call.locator('pre', { hasText: '"text": "Checked Take 1.mov."' }).waitFor();
    await detail().getByText('Idempotency records (2)').click();
    await detail().locator('tr', { hasText: 'probe' }).getByText('completed').waitFor();
  });

  it('shows why a handler failed', async () => {
    await sandbox.upload({ name: 'broken.mov', fileSize: 1 });
    await open('/deliveries');
    await row('broken.mov').first().click();
    await detail().getByText('The codec of broken.mov is unknown.').first().waitFor();
  });

  it('redrives a dead letter', async () => {
    await open('/queue');
    await page.getByText('The codec of broken.mov is unknown.').first().waitFor();
    const before = await page.getByRole('button', { name: 'Redrive' }).count();
    expect(before).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Redrive' }).first().click();
    await page.getByText('Waiting messages').waitFor();
  });

  it('sends an edited delivery with a forged signature, which the endpoint refuses', async () => {
    await open('/deliveries');
    await row('broken.mov').first().click();
    await detail().getByRole('button', { name: 'Edit and resend' }).click();
    await page.getByLabel('Signature').selectOption({ value: 'bad-signature' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await detail().getByText('forged: bad-signature').waitFor();
    await detail().getByText('401').first().waitFor();
  });

  it('sends an edited delivery with an old timestamp, which the endpoint refuses, and names its origin', async () => {
    await open('/deliveries');
    await row('broken.mov').first().click();
    await detail().getByRole('button', { name: 'Edit and resend' }).click();
    await page.getByLabel(/^Timestamp/).selectOption({ label: '6 minutes old' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await detail().getByText('repeats').waitFor();
    await detail().getByText('401').first().waitFor();
  });

  it('sends an edited delivery to a port where nothing listens, and then to the right endpoint', async () => {
    const unused = await listen(() => undefined);
    await unused.close();
    await open('/deliveries');
    await row('broken.mov').first().click();
    await detail().getByRole('button', { name: 'Edit and resend' }).click();
    const target = page.getByLabel('Target');
    await target.selectOption({ label: 'another address' });
    await page.getByLabel('Address on this machine').fill('https://example.com/');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alert').getByText('the sandbox sends to this machine only').waitFor();
    await page.getByLabel('Address on this machine').fill(`${unused.url}/wrong`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await detail().getByText('repeats').waitFor();
    await detail().getByText('Requests (1)').click();
    await detail().getByText(`POST ${unused.url}/wrong`).waitFor();
    await detail().getByText('ECONNREFUSED').first().waitFor();
    await detail().getByRole('button', { name: 'Edit and resend' }).click();
    expect(await page.getByLabel('Address on this machine').inputValue()).toBe(`${unused.url}/wrong`);
    await target.selectOption({ value: sandbox.deployment.webhookUrl });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await detail().getByText('Requests (1)').click();
    await detail().getByText(`POST ${sandbox.deployment.webhookUrl}`).waitFor();
    await detail().getByText('200').first().waitFor();
  });

  it('copies an event file for SAM and the command send', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('/deliveries');
    await row('Take 1.mov').first().click();
    await detail().getByRole('button', { name: 'Copy as event file' }).click();
    await detail().getByRole('button', { name: 'Copied' }).waitFor();
    const event = JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')));
    expect(event).toMatchObject({ version: '2.0', isBase64Encoded: false });
    expect(JSON.parse(event.body)).toMatchObject({ type: 'file.ready' });
  });

  it('runs an action with two forms, and shows its message', async () => {
    await open('/studio');
    await page.locator('.card summary').first().click();
    await page.getByRole('button', { name: 'Publish' }).first().click();
    await page.getByRole('dialog').getByLabel('Channel').selectOption('social');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('dialog').getByLabel('Time').fill('noon');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('To social at noon.').waitFor();
  });

  it('starts a failure and ends it', async () => {
    await open('/failures');
    await page.getByRole('button', { name: 'Frame.io is down' }).click();
    await page.getByText('A failure is active').waitFor();
    expect((await sandbox.upload({ name: 'late.mov', fileSize: 1 })).comments).toEqual([]);
    await page.getByRole('button', { name: 'End' }).click();
    await page.getByText('Everything works').waitFor();
  });

  it('filters by event and outcome, which the address keeps', async () => {
    await open('/deliveries?outcome=refused');
    await row('broken.mov').first().waitFor();
    expect(await page.locator('.row').count()).toBe(2);
    await page.reload();
    expect(await page.getByLabel('Outcome').inputValue()).toBe('refused');
  });

  it('is usable by keys alone', async () => {
    await open('/deliveries');
    await row('late.mov').waitFor();
    await page.keyboard.press('j');
    await page.waitForURL(/id=/);
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL(/studio/);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: 'Send an event' }).waitFor();
  });

  it('runs no script in the name of a file or in a comment', async () => {
    const name = '<img src=x onerror="document.title=1">.mov';
    await sandbox.upload({ name, fileSize: 1 });
    await open('/studio');
    await page.getByText(name, { exact: true }).waitFor();
    await open('/deliveries');
    await row(name).first().click();
    await detail().getByText(name).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('frameio-lambda');
  });

  it('shows the deliveries of an earlier run', async () => {
    await sandbox.close();
    sandbox = await startSandbox();
    await open('/deliveries');
    await row('Take 1.mov').first().click();
    await detail().getByText('file checked').waitFor();
  });

  it('refreshes the studio after a restart of the sandbox', async () => {
    await open('/studio');
    await page.getByText('Take 1.mov', { exact: true }).waitFor();
    const { port } = new URL(sandbox.frameioUrl);
    await sandbox.close();
    sandbox = await startSandbox(Number(port));
    await sandbox.upload({ name: 'after the restart.mov', fileSize: 1 });
    await page.getByText('after the restart.mov', { exact: true }).waitFor();
  });

  it('sends the body that the dialog shows', async () => {
    await open('/deliveries?text=none');
    await page.getByRole('button', { name: 'Send event' }).click();
    const dialog = page.getByRole('dialog');
    await page.waitForFunction("document.querySelector('dialog textarea')?.value.includes('resource')");
    const shown = await dialog.getByRole('textbox', { name: 'Body' }).inputValue();
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await detail().getByText('Body', { exact: true }).click();
    const body = detail().locator('details', { has: page.getByText('Body', { exact: true }) });
    await body.locator('pre', { hasText: JSON.parse(shown).resource.id }).waitFor();
  });

  it('refuses a body that is not JSON, and says how to fix it', async () => {
    await open('/deliveries');
    await page.getByRole('button', { name: 'Send event' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Body' }).fill('{');
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('alert').getByText('The body must be a JSON object').waitFor();
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    it.each(['/deliveries', '/studio', '/queue', '/failures'])('has no accessibility violation on %s', async (path) => {
      await page.emulateMedia({ colorScheme });
      await open(path);
      await page.locator('.connection.live').waitFor();
      if (path === '/deliveries') await row('broken.mov').first().click();
      await page.locator('main').waitFor();
      expect(await violationsOn(page)).toEqual([]);
    });
  });
});
