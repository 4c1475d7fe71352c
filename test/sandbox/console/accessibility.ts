import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Returns what axe-core finds on a page: each violation with the elements. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  const text: unknown = await page.evaluate(`${source}; axe.run().then(({ violations }) => JSON.stringify(
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | '))))`);
  return JSON.parse(String(text));
}
