import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { listen } from '../../../sandbox/http/listen.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { BROWSER_PATH, startBrowser, waitUntil } from '../../support/browser.ts';
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
    await detail().getByText('check', { exact: true }).first().waitFor();
    await detail().getByText('file checked').waitFor();
    expect(page.url()).toContain('/deliveries?id=');
  });

  /** Drops a file whose content an expression of the page creates. */
  const drop = async (name: string, mediaType: string, content: string) => {
    const data = await page.evaluateHandle(`(async () => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([await ${content}], ${JSON.stringify(name)}, { type: '${mediaType}' }));
      return transfer;
    })()`);
    await page.dispatchEvent('.files', 'drop', { dataTransfer: data });
    await card(name).getByText('transcoded').waitFor();
  };
  const card = (name: string) => page.locator('.card', { has: page.getByRole('heading', { name, exact: true }) });

  it('shows an uploaded image, and an icon for a page or an SVG image with a script', async () => {
    await open('/studio');
    const png = `new Promise((resolve) => Object.assign(document.createElement('canvas'), { width: 3 }).toBlob(resolve))`;
    const script = `'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = 1</script></svg>'`;
    await drop('Still.png', 'image/png', png);
    await drop('Logo.svg', 'image/svg+xml', script);
    await drop('Page.png', 'text/html', script);
    await waitUntil(page, `document.querySelector('.thumbnail img')?.naturalWidth === 3`);
    for (const name of ['Logo.svg', 'Page.png']) {
      await card(name).locator('.thumbnail svg').waitFor();
      expect(await card(name).locator('.thumbnail img').count()).toBe(0);
    }
    const src = await card('Still.png').locator('.thumbnail img').getAttribute('src');
    const { headers } = await fetch(`${sandbox.frameioUrl}${src}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  it('shows the beginning of an uploaded video', async () => {
    await open('/studio');
    const recording = `new Promise((resolve) => {
      const canvas = document.createElement('canvas');
      const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
      const drawing = setInterval(() => canvas.getContext('2d').fillRect(0, 0, Math.random() * 100, 50), 30);
      recorder.ondataavailable = ({ data }) => {
        if (data.size === 0 || recorder.state === 'inactive') return;
        clearInterval(drawing);
        recorder.stop();
        resolve(data);
      };
      recorder.start(500);
    })`;
    await drop('Pan.webm', 'video/webm', recording);
    await waitUntil(page, `document.querySelector('.thumbnail video')?.videoWidth > 0`);
  });

  it('serves an original as a file that runs no script', async () => {
    const { frameioState: state } = sandbox;
    const file = state.files().find(({ name }) => name === 'Page.png');
    const token = { authorization: `Bearer ${state.token}` };
    const path = `/v4/accounts/${state.account.id}/files/${file?.id}?include=media_links.original`;
    const { data } = Object(await (await fetch(`${sandbox.frameioUrl}${path}`, { headers: token })).json());
    const response = await page.goto(data.media_links.original.inline_url);
    expect(response?.headers()).toMatchObject({
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    expect(await page.title()).not.toBe('1');
  });

  it('runs an action on a folder and on a version stack, by mouse and by keys', async () => {
    await open('/studio');
    const exports = page.getByRole('navigation', { name: 'Folders' }).getByRole('button', { name: 'Exports' });
    await exports.click({ button: 'right' });
    await page.getByRole('button', { name: 'Archive' }).locator('visible=true').click();
    await page.getByRole('dialog').getByText('The folder is in the archive.').waitFor();
    await page.keyboard.press('Escape');
    await exports.click();
    const stack = card('Launch film v2.mp4').filter({ hasText: 'version stack' });
    for (const key of ['ContextMenu', 'Shift+F10', 'Enter']) {
      await stack.locator('summary').focus();
      await page.keyboard.press(key);
      if (key === 'Enter') await page.keyboard.press('Tab');
      await waitUntil(page, `document.activeElement.textContent === 'Archive'`);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('The version_stack is in the archive.').waitFor();
      await page.keyboard.press('Escape');
    }
    expect(await stack.getByRole('button', { name: 'Publish' }).count()).toBe(0);
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
    await card('Take 1.mov').locator('summary').click();
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

  it('selects rows by keys, and scrolls them into view', async () => {
    await sandbox.upload({ name: 'last.mov', fileSize: 1 });
    await page.setViewportSize({ width: 1280, height: 400 });
    await open('/deliveries');
    await row('last.mov').first().waitFor();
    const rows = await page.locator('.row').count();
    const isInView = () =>
      waitUntil(
        page,
        `(() => {
        const row = document.querySelector('.row[aria-current]').getBoundingClientRect();
        const list = document.querySelector('.delivery-list').getBoundingClientRect();
        return row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
      })()`,
      );
    for (let number = 0; number < rows; number += 1) await page.keyboard.press('j');
    await waitUntil(page, `[...document.querySelectorAll('.row')].at(-1).ariaCurrent === 'true'`);
    await isInView();
    for (let number = 1; number < rows; number += 1) await page.keyboard.press('k');
    await waitUntil(page, `document.querySelector('.row').ariaCurrent === 'true'`);
    await isInView();
  });

  it('resends once while the key r is held', async () => {
    await open('/deliveries?text=last.mov');
    await row('last.mov').first().click();
    await detail().getByRole('button', { name: 'Resend', exact: true }).waitFor();
    const before = await page.locator('.row').count();
    for (let repeat = 0; repeat < 5; repeat += 1) await page.keyboard.down('r');
    await page.keyboard.up('r');
    await detail().getByText('repeats').waitFor();
    await detail().getByText('completed').first().waitFor();
    expect(await page.locator('.row').count()).toBe(before + 1);
  });

  it('shows why the clipboard refused a text', async () => {
    await open('/deliveries?text=last.mov');
    await row('last.mov').first().click();
    const copy = detail().getByRole('button', { name: 'Copy as test' });
    await copy.waitFor();
    await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('Write permission denied.'))`);
    await copy.click();
    await page.getByRole('alert').getByText('Write permission denied.').waitFor();
    expect(await detail().getByRole('button', { name: 'Copied' }).count()).toBe(0);
  });

  it('shows that the clock runs faster', async () => {
    await open('/deliveries');
    await page.locator('.connection.live').waitFor();
    const setSpeed = (speed: number) =>
      fetch(`${sandbox.frameioUrl}/sandbox/clock`, { method: 'POST', body: JSON.stringify({ speed }) });
    expect(await page.getByText('60 times as fast').count()).toBe(0);
    await setSpeed(60);
    await page.getByText('60 times as fast').waitFor();
    await setSpeed(1);
    await page.getByText('60 times as fast').waitFor({ state: 'detached' });
  });

  it('shows terminal escapes in a comment as text', async () => {
    const name = '\u001b[2J\u001b]0;owned\u0007\u202e.mov';
    await sandbox.upload({ name, fileSize: 1 });
    for (const path of ['/studio', '/deliveries']) {
      await open(path);
      if (path === '/deliveries') await row('owned').first().click();
      await page.getByText('Checked', { exact: false }).filter({ hasText: 'owned' }).first().waitFor();
      const shown = await page.locator('.card, .row, .detail h2, .detail q', { hasText: 'owned' }).allInnerTexts();
      expect(shown.join('\n')).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
      expect(shown.join('\n')).toContain('Checked \\u{1b}[2J');
      expect(await page.title()).toBe('frameio-lambda');
    }
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
    await row('Take 1.mov').filter({ hasText: 'file.ready' }).first().click();
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
    await waitUntil(page, "document.querySelector('dialog textarea')?.value.includes('resource')");
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
