import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { assertAwaitedHandler } from '../../../cdk/bundling/assert-awaited-handler.ts';

/** Checks an entry point with this source. */
function check(source: string): void {
  const entry = join(mkdtempSync(join(tmpdir(), 'entry-')), 'endpoint.ts');
  writeFileSync(entry, source);
  assertAwaitedHandler(entry);
}

it.each(['endpointHandler', 'queuedEndpointHandler', 'actionsHandler', 'workerHandler'])(
  'refuses an entry point that does not await %s, and shows the line to write',
  (factory) => {
    const source = `import { app } from './app.ts';\nexport const handler = ${factory}(app);\n`;
    expect(() => check(source)).toThrow(`Add await: export const handler = await ${factory}(...);`);
  },
);

it.each([
  'export const handler = await endpointHandler(app);',
  'const inner = await endpointHandler(app);\nexport const handler = async (event: unknown) => inner(event);',
])('accepts %s', (source) => {
  expect(() => check(source)).not.toThrow();
});
