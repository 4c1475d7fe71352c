import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { BROWSER_PATH, startBrowser } from '../../support/browser.ts';
import { localStack } from '../../support/synthesized.ts';

/** The console of a sandbox, in a new page for each test. A page that throws, or breaks its security policy, fails the test. */
export class ConsoleUnderTest {
  #sandbox: Sandbox | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;
  readonly #stateFolder = mkdtempSync(join(tmpdir(), 'console-'));
  readonly #problems: string[] = [];

  /** Starts the sandbox and the browser before the tests of the block, and ends them after the tests. */
  constructor(colorScheme: 'light' | 'dark') {
    beforeAll(async () => {
      [this.#sandbox, this.#browser] = await Promise.all([this.#start(), startBrowser()]);
    });
    afterAll(async () => {
      await this.#browser?.close();
      await this.#sandbox?.close();
    });
    beforeEach(async () => {
      this.#page = await this.#browser?.newPage({ viewport: { width: 1280, height: 800 }, colorScheme });
      this.#problems.length = 0;
      this.page.on('pageerror', ({ message }) => this.#problems.push(message));
      this.page.on('console', (line) => {
        if (line.type() === 'error' && line.text().includes('Content Security Policy'))
          this.#problems.push(line.text());
      });
    });
    afterEach(async () => {
      await this.page.close();
      expect(this.#problems).toEqual([]);
    });
  }

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error('The sandbox has not started.');
    return this.#sandbox;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The browser has not started.');
    return this.#page;
  }

  /** Starts the sandbox again with its state. */
  async restart(port = 0): Promise<void> {
    await this.sandbox.close();
    this.#sandbox = await this.#start(port);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.sandbox.frameioUrl}${path}`);
  }

  /** Finds the rows of deliveries with a text. */
  row(text: string): Locator {
    return this.page.locator('.row', { hasText: text });
  }

  /** Finds the detail of the selected delivery. */
  detail(): Locator {
    return this.page.locator('.detail');
  }

  /** Finds the card of a file in the studio. */
  card(name: string): Locator {
    return this.page.locator('.card', { has: this.page.getByRole('heading', { name, exact: true }) });
  }

  #start(port = 0): Promise<Sandbox> {
    return Sandbox.start({
      stack: localStack('inline', 'console-app'),
      port,
      onEvent: () => undefined,
      stateFolder: this.#stateFolder,
      studio: true,
    });
  }
}

/** Describes the console in each theme. Without a browser, the tests are skipped. */
export function describeConsole(name: string, tests: (ui: ConsoleUnderTest) => void): void {
  const describeThemes = BROWSER_PATH === undefined ? describe.skip.each : describe.each;
  describeThemes(['light', 'dark'] as const)(`${name} in the %s theme`, (colorScheme) => {
    tests(new ConsoleUnderTest(colorScheme));
  });
}
