import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program that runs tests. */
export interface Runner {
  readonly name: string;
  /** Imports of a test file, and the assertion on the comments of an app. */
  readonly imports: string;
  readonly assertion: string;
  readonly command: readonly string[];
}

const EXPECT = "expect(t.comments).toEqual(['Take 1.mov is ready.']);";

export const RUNNERS: readonly Runner[] = [
  {
    name: 'node:test',
    imports: "import assert from 'node:assert/strict';\nimport { test } from 'node:test';",
    assertion: "assert.deepEqual(t.comments, ['Take 1.mov is ready.']);",
    command: ['node', '--test', 'kit/node-test.test.js'],
  },
  {
    name: 'Jest',
    imports: "import { expect, test } from '@jest/globals';",
    assertion: EXPECT,
    command: [
      'node',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--transform',
      '{}',
      'kit/jest.test.js',
    ],
  },
  {
    name: 'Vitest',
    imports: "import { expect, test } from 'vitest';",
    assertion: EXPECT,
    command: ['npx', 'vitest', 'run', 'kit/vitest.test.js'],
  },
];

const APP = `import { App } from 'frameio-lambda';

export const app = new App();

app.onWebhook('file.ready', async ({ event, client }) => {
  const { data: file } = await client.files.show(event.accountId, event.resourceId);
  await client.comments.create(event.accountId, event.resourceId, { data: { text: \`\${file.name} is ready.\` } });
});
`;

/** Writes an app and its test for each runner to a folder. */
export function writeRunnerTests(folder: string): void {
  mkdirSync(join(folder, 'kit'));
  writeFileSync(join(folder, 'kit/app.js'), APP);
  for (const { imports, assertion, command } of RUNNERS) {
    const test = `test('posts a comment', async () => {
  const t = await testApp(app);
  await t.send('file.ready', { name: 'Take 1.mov' });
  ${assertion}
});
`;
    const kit = "import { testApp } from 'frameio-lambda/testing';\nimport { app } from './app.js';";
    writeFileSync(join(folder, String(command.at(-1))), `${imports}\n${kit}\n\n${test}`);
  }
}
