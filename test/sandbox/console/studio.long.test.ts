import { expect, it } from '@jest/globals';
import { addFolder } from '../../../sandbox/frameio/state/folders.ts';
import { waitUntil } from '../../support/browser.ts';
import { describeConsole } from './console-under-test.ts';

describeConsole('the studio', (ui) => {
  it('uploads a dropped file, and shows its delivery and the comment of the handler', async () => {
    await ui.open('/studio');
    await ui.page.getByText('Drop files here').waitFor();
    const data = await ui.page.evaluateHandle(`
      const transfer = new DataTransfer();
      transfer.items.add(new File(['moving pictures'], 'Take 1.mov', { type: 'video/quicktime' }));
      transfer;`);
    await ui.page.dispatchEvent('.files', 'drop', { dataTransfer: data });
    await ui.page.getByText('Checked Take 1.mov.').waitFor();
    await ui.page.getByRole('link', { name: 'Deliveries' }).click();
    await ui.row('Take 1.mov').first().click();
    await ui.detail().getByText('check', { exact: true }).first().waitFor();
    await ui.detail().getByText('file checked').waitFor();
    expect(ui.page.url()).toContain('/deliveries?id=');
  });

  /** Drops a file whose content an expression of the page creates. */
  const drop = async (name: string, mediaType: string, content: string) => {
    const data = await ui.page.evaluateHandle(`(async () => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([await ${content}], ${JSON.stringify(name)}, { type: '${mediaType}' }));
      return transfer;
    })()`);
    await ui.page.dispatchEvent('.files', 'drop', { dataTransfer: data });
    await ui.card(name).getByText('transcoded').waitFor();
  };

  it('shows an uploaded image, and an icon for a page or an SVG image with a script', async () => {
    await ui.open('/studio');
    const png = `new Promise((resolve) => Object.assign(document.createElement('canvas'), { width: 3 }).toBlob(resolve))`;
    const script = `'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = 1</script></svg>'`;
    await drop('Still.png', 'image/png', png);
    await drop('Logo.svg', 'image/svg+xml', script);
    await drop('Page.png', 'text/html', script);
    await waitUntil(ui.page, `document.querySelector('.thumbnail img')?.naturalWidth === 3`);
    for (const name of ['Logo.svg', 'Page.png']) {
      await ui.card(name).locator('.thumbnail svg').waitFor();
      expect(await ui.card(name).locator('.thumbnail img').count()).toBe(0);
    }
    const src = await ui.card('Still.png').locator('.thumbnail img').getAttribute('src');
    const { headers } = await fetch(`${ui.sandbox.frameioUrl}${src}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  it('shows the beginning of an uploaded video', async () => {
    await ui.open('/studio');
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
    await waitUntil(ui.page, `document.querySelector('.thumbnail video')?.videoWidth > 0`);
  });

  it('serves an original as a file that runs no script', async () => {
    const { frameioState: state } = ui.sandbox;
    const file = state.files().find(({ name }) => name === 'Page.png');
    const token = { authorization: `Bearer ${state.token}` };
    const path = `/v4/accounts/${state.account.id}/files/${file?.id}?include=media_links.original`;
    const { data } = Object(await (await fetch(`${ui.sandbox.frameioUrl}${path}`, { headers: token })).json());
    const response = await ui.page.goto(data.media_links.original.inline_url);
    expect(response?.headers()).toMatchObject({
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    expect(await ui.page.title()).not.toBe('1');
  });

  it('runs an action on a folder and on a version stack, by mouse and by keys', async () => {
    await ui.open('/studio');
    const exports = ui.page.getByRole('navigation', { name: 'Folders' }).getByRole('button', { name: 'Exports' });
    await exports.click({ button: 'right' });
    await ui.page.getByRole('button', { name: 'Archive' }).locator('visible=true').click();
    await ui.page.getByRole('dialog').getByText('The folder is in the archive.').waitFor();
    await ui.page.keyboard.press('Escape');
    await exports.click();
    const stack = ui.card('Launch film v2.mp4').filter({ hasText: 'version stack' });
    for (const key of ['ContextMenu', 'Shift+F10', 'Enter']) {
      await stack.locator('summary').focus();
      await ui.page.keyboard.press(key);
      if (key === 'Enter') await ui.page.keyboard.press('Tab');
      await waitUntil(ui.page, `document.activeElement.textContent === 'Archive'`);
      await ui.page.keyboard.press('Enter');
      await ui.page.getByRole('dialog').getByText('The version_stack is in the archive.').waitFor();
      await ui.page.keyboard.press('Escape');
    }
    expect(await stack.getByRole('button', { name: 'Publish' }).count()).toBe(0);
  });

  it('shows terminal escapes in the name of a folder as text, also in the dialog of an action', async () => {
    const { frameioState: state } = ui.sandbox;
    const root = state.stores.folders.require(state.project.root_folder_id);
    addFolder(state, root, '\u001b[2J\u202eDailies', state.user);
    await ui.open('/studio');
    const folder = ui.page.getByRole('button', { name: 'Dailies' });
    expect(await folder.innerText()).toBe('\\u{1b}[2J\\u{202e}Dailies');
    await folder.click({ button: 'right' });
    await ui.page.getByRole('button', { name: 'Archive' }).locator('visible=true').click();
    await ui.page.getByRole('heading', { name: 'Archive: \\u{1b}[2J\\u{202e}Dailies' }).waitFor();
  });

  it('runs an action with two forms, and shows its message', async () => {
    await ui.open('/studio');
    await ui.card('Take 1.mov').locator('summary').click();
    await ui.page.getByRole('button', { name: 'Publish' }).first().click();
    await ui.page.getByRole('dialog').getByLabel('Channel').selectOption('social');
    await ui.page.getByRole('button', { name: 'Submit' }).click();
    await ui.page.getByRole('dialog').getByLabel('Time').fill('noon');
    await ui.page.getByRole('button', { name: 'Submit' }).click();
    await ui.page.getByText('To social at noon.').waitFor();
  });

  it('refreshes the studio after a restart of the sandbox', async () => {
    await ui.open('/studio');
    await ui.page.getByText('Take 1.mov', { exact: true }).waitFor();
    const { port } = new URL(ui.sandbox.frameioUrl);
    await ui.restart(Number(port));
    await ui.sandbox.upload({ name: 'after the restart.mov', fileSize: 1 });
    await ui.page.getByText('after the restart.mov', { exact: true }).waitFor();
  });
});
