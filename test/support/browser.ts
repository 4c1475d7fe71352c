import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Chromium and Chrome are on Linux and macOS. */
const PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a browser, from the variable `CHROMIUM` or where systems install it; `undefined` if no browser is there. */
export const BROWSER_PATH = [process.env.CHROMIUM ?? '', ...PATHS].find((path) => path !== '' && existsSync(path));

/** Starts a browser without a window. */
export async function startBrowser(): Promise<Browser> {
  if (BROWSER_PATH === undefined) throw new Error('Found no browser. Install chromium, or set CHROMIUM to its path.');
  return await chromium.launch({ executablePath: BROWSER_PATH, args: ['--no-sandbox'] });
}

/** Waits until a JavaScript expression is true in a page. Unlike Playwright's `waitForFunction`, it works under a strict CSP. */
export async function waitUntil(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await page.evaluate('new Promise((resolve) => setTimeout(resolve, 20))');
}
