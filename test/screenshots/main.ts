import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { SandboxClient } from '../../cli/sandbox/sandbox-client.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { startBrowser, waitUntil } from '../support/browser.ts';
import { localStack } from '../support/synthesized.ts';

// Takes the pictures of the console in docs/images.

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

type Open = (page: Page, url: string) => Promise<unknown>;

/** How to reach what a picture shows, by its name. */
const PICTURES: Readonly<Record<string, Open>> = {
  deliveries: async (page, url) => {
    await page.goto(`${url}/deliveries`);
    await page.locator('.row', { hasText: 'broken' }).click();
    await page.locator('.waterfall').getByText('files.show').first().waitFor();
  },
  studio: async (page, url) => {
    await page.goto(`${url}/studio`);
    await waitUntil(page, `document.querySelector('.thumbnail img')?.naturalWidth > 0`);
  },
  send: async (page, url) => {
    await page.goto(`${url}/deliveries`);
    await page.locator('.row', { hasText: 'Launch' }).first().click();
    await page.getByRole('button', { name: 'Edit and resend' }).click();
    await page.getByLabel('Signature').selectOption('bad-signature');
  },
};

/** The same, while Frame.io is down. */
const PICTURES_OF_FAILURE: Readonly<Record<string, Open>> = {
  queue: async (page, url) => {
    await page.goto(`${url}/queue`);
    await page.getByText('The codec of broken take.mov is unknown.').first().waitFor();
  },
  failures: async (page, url) => {
    await page.goto(`${url}/failures`);
    await page.locator('.fault-bar').waitFor();
  },
};

mkdirSync(folder, { recursive: true });
const [sandbox, browser] = await Promise.all([
  Sandbox.start({
    stack: localStack('inline', 'console-app'),
    port: 0,
    onEvent: () => undefined,
    stateFolder: mkdtempSync(join(tmpdir(), 'screenshots-')),
    studio: true,
  }),
  startBrowser(),
]);

/** Uploads an image through the page, so that it has a thumbnail. */
async function uploadImage(name: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${sandbox.frameioUrl}/studio`);
  await page.locator('.files').waitFor();
  const dataTransfer = await page.evaluateHandle(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
    const context = canvas.getContext('2d');
    const sky = context.createLinearGradient(0, 0, 0, 720);
    for (const [at, color] of [[0, '#1c3d6e'], [0.5, '#e8945a'], [0.6, '#f7d9a0'], [0.61, '#274b66'], [1, '#0d1b2a']]) {
      sky.addColorStop(at, color);
    }
    context.fillStyle = sky;
    context.fillRect(0, 0, 1280, 720);
    const transfer = new DataTransfer();
    const image = await new Promise((resolve) => canvas.toBlob(resolve));
    transfer.items.add(new File([image], ${JSON.stringify(name)}, { type: 'image/png' }));
    return transfer;
  })()`);
  await page.dispatchEvent('.files', 'drop', { dataTransfer });
  await page.getByText(`Checked ${name}.`).waitFor();
  await page.close();
}

/** Takes pictures in both themes and two widths. */
async function takePictures(pictures: Readonly<Record<string, Open>>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1_280, 700]) {
      const page = await browser.newPage({ viewport: { width, height: 640 }, colorScheme });
      for (const [name, open] of Object.entries(pictures)) {
        await open(page, sandbox.frameioUrl);
        const path = join(folder, `${name}-${colorScheme}-${width}.png`);
        await page.screenshot({ path });
        console.log(path);
      }
      await page.close();
    }
  }
}

await sandbox.upload({ name: 'Launch film v3.mp4', fileSize: 48_318_382 });
await uploadImage('Poster.png');
await sandbox.upload({ name: 'broken take.mov', fileSize: 9_437_184 });
await sandbox.upload({ name: 'Trailer.mov', fileSize: 734_003_200 });
await takePictures(PICTURES);
const client = new SandboxClient(sandbox.frameioUrl);
await client.post('/sandbox/faults', { status: 503, seconds: 600 });
await sandbox.upload({ name: 'Interview.mov', fileSize: 96_468_992 });
await takePictures(PICTURES_OF_FAILURE);
await browser.close();
await sandbox.close();
process.exit(); // the sandbox's DynamoDB keeps its process
