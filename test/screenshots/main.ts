import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { startBrowser } from '../support/browser.ts';
import { localStack } from '../support/synthesized.ts';

// Takes the pictures of the console in docs/images.

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** How to reach what a picture shows, by its name. */
const PICTURES: Readonly<Record<string, (page: Page, url: string) => Promise<unknown>>> = {
  deliveries: async (page, url) => {
    await page.goto(`${url}/deliveries`);
    await page.locator('.row', { hasText: 'broken' }).click();
    await page.locator('.waterfall').getByText('files.show').first().waitFor();
  },
  studio: async (page, url) => {
    await page.goto(`${url}/studio`);
    await page.locator('.card').first().waitFor();
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
await sandbox.upload({ name: 'Launch film v3.mp4', fileSize: 48_318_382 });
await sandbox.upload({ name: 'broken take.mov', fileSize: 9_437_184 });
await sandbox.upload({ name: 'Trailer.mov', fileSize: 734_003_200 });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1_280, 700]) {
    const page = await browser.newPage({ viewport: { width, height: 640 }, colorScheme });
    for (const [name, open] of Object.entries(PICTURES)) {
      await open(page, sandbox.frameioUrl);
      const path = join(folder, `${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path });
      console.log(path);
    }
    await page.close();
  }
}
await browser.close();
await sandbox.close();
process.exit(); // the sandbox's DynamoDB keeps its process
