import { beforeAll, expect, it } from '@jest/globals';
import { listen } from '../../../sandbox/http/listen.ts';
import { waitUntil } from '../../support/browser.ts';
import { violationsOn } from './accessibility.ts';
import { describeConsole } from './console-under-test.ts';

describeConsole('the console', (ui) => {
  beforeAll(async () => {
    await ui.sandbox.upload({ name: 'Take 1.mov', fileSize: 15 });
  });

  it('shows the calls of the handlers with their answers, the comment, and the idempotency records', async () => {
    await ui.open('/deliveries');
    await ui.row('Take 1.mov').first().click();
    await ui.detail().locator('.waterfall').getByText('comments.create').waitFor();
    await ui.detail().locator('q', { hasText: 'Checked Take 1.mov.' }).waitFor();
    await ui.detail().getByText('API calls (', { exact: false }).click();
    const call = ui.detail().locator('.calls li', { hasText: 'comments.create' });
    await call.getByText('✓ 201').waitFor();
    await call.getByText('check, attempt 1').waitFor();
    await call.locator('summary').click();
    await call.locator('pre', { hasText: '"text": "Checked Take 1.mov."' }).waitFor();
    await ui.detail().getByText('Idempotency records (2)').click();
    await ui.detail().locator('tr', { hasText: 'probe' }).getByText('completed').waitFor();
  });

  it('shows why a handler failed', async () => {
    await ui.sandbox.upload({ name: 'broken.mov', fileSize: 1 });
    await ui.open('/deliveries');
    await ui.row('broken.mov').first().click();
    await ui.detail().getByText('The codec of broken.mov is unknown.').first().waitFor();
  });

  it('redrives a dead letter', async () => {
    await ui.open('/queue');
    await ui.page.getByText('The codec of broken.mov is unknown.').first().waitFor();
    const before = await ui.page.getByRole('button', { name: 'Redrive' }).count();
    expect(before).toBeGreaterThan(0);
    await ui.page.getByRole('button', { name: 'Redrive' }).first().click();
    await ui.page.getByText('Waiting messages').waitFor();
  });

  it('sends an edited delivery with a forged signature, which the endpoint refuses', async () => {
    await ui.open('/deliveries');
    await ui.row('broken.mov').first().click();
    await ui.detail().getByRole('button', { name: 'Edit and resend' }).click();
    await ui.page.getByLabel('Signature').selectOption({ value: 'bad-signature' });
    await ui.page.getByRole('button', { name: 'Send', exact: true }).click();
    await ui.detail().getByText('forged: bad-signature').waitFor();
    await ui.detail().getByText('401').first().waitFor();
  });

  it('sends an edited delivery with an old timestamp, which the endpoint refuses, and names its origin', async () => {
    await ui.open('/deliveries');
    await ui.row('broken.mov').first().click();
    await ui.detail().getByRole('button', { name: 'Edit and resend' }).click();
    await ui.page.getByLabel(/^Timestamp/).selectOption({ label: '6 minutes old' });
    await ui.page.getByRole('button', { name: 'Send', exact: true }).click();
    await ui.detail().getByText('repeats').waitFor();
    await ui.detail().getByText('401').first().waitFor();
  });

  it('sends an edited delivery to a port where nothing listens, and then to the right endpoint', async () => {
    const unused = await listen(() => undefined);
    await unused.close();
    await ui.open('/deliveries');
    await ui.row('broken.mov').first().click();
    await ui.detail().getByRole('button', { name: 'Edit and resend' }).click();
    const target = ui.page.getByLabel('Target');
    await target.selectOption({ label: 'another address' });
    await ui.page.getByLabel('Address on this machine').fill('https://example.com/');
    await ui.page.getByRole('button', { name: 'Send', exact: true }).click();
    await ui.page.getByRole('alert').getByText('the sandbox sends to this machine only').waitFor();
    await ui.page.getByLabel('Address on this machine').fill(`${unused.url}/wrong`);
    await ui.page.getByRole('button', { name: 'Send', exact: true }).click();
    await ui.detail().getByText('repeats').waitFor();
    await ui.detail().getByText('Requests (1)').click();
    await ui.detail().getByText(`POST ${unused.url}/wrong`).waitFor();
    await ui.detail().getByText('ECONNREFUSED').first().waitFor();
    await ui.detail().getByRole('button', { name: 'Edit and resend' }).click();
    expect(await ui.page.getByLabel('Address on this machine').inputValue()).toBe(`${unused.url}/wrong`);
    await target.selectOption({ value: ui.sandbox.deployment.webhookUrl });
    await ui.page.getByRole('button', { name: 'Send', exact: true }).click();
    await ui.detail().getByText('Requests (1)').click();
    await ui.detail().getByText(`POST ${ui.sandbox.deployment.webhookUrl}`).waitFor();
    await ui.detail().getByText('200').first().waitFor();
  });

  it('copies an event file for SAM and the command send', async () => {
    await ui.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ui.open('/deliveries');
    await ui.row('Take 1.mov').first().click();
    await ui.detail().getByRole('button', { name: 'Copy as event file' }).click();
    await ui.detail().getByRole('button', { name: 'Copied' }).waitFor();
    const event = JSON.parse(String(await ui.page.evaluate('navigator.clipboard.readText()')));
    expect(event).toMatchObject({ version: '2.0', isBase64Encoded: false });
    expect(JSON.parse(event.body)).toMatchObject({ type: 'file.ready' });
  });

  it('starts a failure and ends it', async () => {
    await ui.open('/failures');
    await ui.page.getByRole('button', { name: 'Frame.io is down' }).click();
    await ui.page.getByText('A failure is active').waitFor();
    expect((await ui.sandbox.upload({ name: 'late.mov', fileSize: 1 })).comments).toEqual([]);
    await ui.page.getByRole('button', { name: 'End' }).click();
    await ui.page.getByText('Everything works').waitFor();
  });

  it('filters by event and outcome, which the address keeps', async () => {
    await ui.open('/deliveries?outcome=refused');
    await ui.row('broken.mov').first().waitFor();
    expect(await ui.page.locator('.row').count()).toBe(2);
    await ui.page.reload();
    expect(await ui.page.getByLabel('Outcome').inputValue()).toBe('refused');
  });

  it('is usable by keys alone', async () => {
    await ui.open('/deliveries');
    await ui.row('late.mov').waitFor();
    await ui.page.keyboard.press('j');
    await ui.page.waitForURL(/id=/);
    await ui.page.keyboard.press('g');
    await ui.page.keyboard.press('s');
    await ui.page.waitForURL(/studio/);
    await ui.page.keyboard.press('?');
    await ui.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await ui.page.keyboard.press('Escape');
    await ui.page.keyboard.press('s');
    await ui.page.getByRole('dialog', { name: 'Send an event' }).waitFor();
  });

  it('selects rows by keys, and scrolls them into view', async () => {
    await ui.sandbox.upload({ name: 'last.mov', fileSize: 1 });
    const body = JSON.stringify({ type: 'share.created', times: 10 });
    await fetch(`${ui.sandbox.frameioUrl}/sandbox/deliveries`, { method: 'POST', body });
    await ui.page.setViewportSize({ width: 1280, height: 400 });
    await ui.open('/deliveries');
    await ui.row('last.mov').first().waitFor();
    const rows = await ui.page.locator('.row').count();
    const isInView = () =>
      waitUntil(
        ui.page,
        `(() => {
        const row = document.querySelector('.row[aria-current]').getBoundingClientRect();
        const list = document.querySelector('.delivery-list').getBoundingClientRect();
        return row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
      })()`,
      );
    for (let number = 0; number < rows; number += 1) await ui.page.keyboard.press('j');
    await waitUntil(ui.page, `[...document.querySelectorAll('.row')].at(-1).ariaCurrent === 'true'`);
    await isInView();
    for (let number = 1; number < rows; number += 1) await ui.page.keyboard.press('k');
    await waitUntil(ui.page, `document.querySelector('.row').ariaCurrent === 'true'`);
    await isInView();
  });

  it('resends once while the key r is held', async () => {
    await ui.open('/deliveries?text=last.mov');
    await ui.row('last.mov').first().click();
    await ui.detail().getByRole('button', { name: 'Resend', exact: true }).waitFor();
    const before = await ui.page.locator('.row').count();
    for (let repeat = 0; repeat < 5; repeat += 1) await ui.page.keyboard.down('r');
    await ui.page.keyboard.up('r');
    await ui.detail().getByText('repeats').waitFor();
    await ui.detail().getByText('completed').first().waitFor();
    expect(await ui.page.locator('.row').count()).toBe(before + 1);
  });

  it('shows why the clipboard refused a text', async () => {
    await ui.open('/deliveries?text=last.mov');
    await ui.row('last.mov').first().click();
    const copy = ui.detail().getByRole('button', { name: 'Copy as test' });
    await copy.waitFor();
    await ui.page.evaluate(
      `navigator.clipboard.writeText = () => Promise.reject(new Error('Write permission denied.'))`,
    );
    await copy.click();
    await ui.page.getByRole('alert').getByText('Write permission denied.').waitFor();
    expect(await ui.detail().getByRole('button', { name: 'Copied' }).count()).toBe(0);
  });

  it('shows that the clock runs faster', async () => {
    await ui.open('/deliveries');
    await ui.page.locator('.connection.live').waitFor();
    const setSpeed = (speed: number) =>
      fetch(`${ui.sandbox.frameioUrl}/sandbox/clock`, { method: 'POST', body: JSON.stringify({ speed }) });
    expect(await ui.page.getByText('60 times as fast').count()).toBe(0);
    await setSpeed(60);
    await ui.page.getByText('60 times as fast').waitFor();
    await setSpeed(1);
    await ui.page.getByText('60 times as fast').waitFor({ state: 'detached' });
  });

  it('shows terminal escapes in a comment as text', async () => {
    const name = '\u001b[2J\u001b]0;owned\u0007\u202e.mov';
    await ui.sandbox.upload({ name, fileSize: 1 });
    for (const path of ['/studio', '/deliveries']) {
      await ui.open(path);
      if (path === '/deliveries') await ui.row('owned').first().click();
      await ui.page.getByText('Checked', { exact: false }).filter({ hasText: 'owned' }).first().waitFor();
      const shown = await ui.page.locator('.card, .row, .detail h2, .detail q', { hasText: 'owned' }).allInnerTexts();
      expect(shown.join('\n')).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
      expect(shown.join('\n')).toContain('Checked \\u{1b}[2J');
      expect(await ui.page.title()).toBe('frameio-lambda');
    }
  });

  it('runs no script in the name of a file or in a comment', async () => {
    const name = '<img src=x onerror="document.title=1">.mov';
    await ui.sandbox.upload({ name, fileSize: 1 });
    await ui.open('/studio');
    await ui.page.getByText(name, { exact: true }).waitFor();
    await ui.open('/deliveries');
    await ui.row(name).first().click();
    await ui.detail().getByText(name).first().waitFor();
    expect(await ui.page.locator('img').count()).toBe(0);
    expect(await ui.page.title()).toBe('frameio-lambda');
  });

  it('shows the deliveries of an earlier run', async () => {
    await ui.restart();
    await ui.open('/deliveries');
    await ui.row('Take 1.mov').filter({ hasText: 'file.ready' }).first().click();
    await ui.detail().getByText('file checked').waitFor();
  });

  it('sends the body that the dialog shows', async () => {
    await ui.open('/deliveries?text=none');
    await ui.page.getByRole('button', { name: 'Send event' }).click();
    const dialog = ui.page.getByRole('dialog');
    await waitUntil(ui.page, "document.querySelector('dialog textarea')?.value.includes('resource')");
    const shown = await dialog.getByRole('textbox', { name: 'Body' }).inputValue();
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await ui.detail().getByText('Body', { exact: true }).click();
    const body = ui.detail().locator('details', { has: ui.page.getByText('Body', { exact: true }) });
    await body.locator('pre', { hasText: JSON.parse(shown).resource.id }).waitFor();
  });

  it('refuses a body that is not JSON, and says how to fix it', async () => {
    await ui.open('/deliveries');
    await ui.page.getByRole('button', { name: 'Send event' }).click();
    await ui.page.getByRole('dialog').getByRole('textbox', { name: 'Body' }).fill('{');
    await ui.page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await ui.page.getByRole('alert').getByText('The body must be a JSON object').waitFor();
  });

  it.each(['/deliveries', '/studio', '/queue', '/failures'])('has no accessibility violation on %s', async (path) => {
    await ui.open(path);
    await ui.page.locator('.connection.live').waitFor();
    if (path === '/deliveries') await ui.row('broken.mov').first().click();
    await ui.page.locator('main').waitFor();
    expect(await violationsOn(ui.page)).toEqual([]);
  });

  it('has no accessibility violation in the dialog that sends, and in an open menu', async () => {
    await ui.open('/studio');
    await ui.page.getByRole('navigation', { name: 'Folders' }).locator('summary').first().click();
    expect(await violationsOn(ui.page)).toEqual([]);
    await ui.page.keyboard.press('Escape');
    await ui.page.keyboard.press('s');
    await ui.page.getByLabel('Target').selectOption({ label: 'another address' });
    expect(await violationsOn(ui.page)).toEqual([]);
  });
});
