import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { cdkAppOf } from '../../../cli/start/cdk-app.ts';

/** Creates a folder with files. */
function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-app-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

it('is the command of cdk.json, with the context of cdk.json and cdk.context.json', () => {
  const folder = folderWith({
    'cdk.json': { app: 'npx tsx cdk/app.ts', context: { a: 1, b: 2 } },
    'cdk.context.json': { a: 0, 'vpc-provider:x': {} },
  });
  expect(cdkAppOf(folder)).toEqual({
    command: 'npx tsx cdk/app.ts',
    description: 'npx tsx cdk/app.ts',
    context: { a: 1, b: 2, 'vpc-provider:x': {} },
  });
});

it('is a stack of functions/ without cdk.json', () => {
  const { command, context } = cdkAppOf(folderWith({ 'functions/app.ts': '' }));
  expect(command[0]).toBe(process.execPath);
  expect(command.at(-1)).toMatch(/cli\/start\/default-cdk-app\.ts$/);
  expect(context).toEqual({});
});

it.each([
  { name: 'an empty folder', files: {}, message: 'Create a project here with: npx frameio-lambda init' },
  { name: 'a cdk.json without app', files: { 'cdk.json': { context: {} } }, message: '"app": "npx tsx cdk/app.ts"' },
  {
    name: 'a cdk.json that is not JSON',
    files: { 'cdk.json': '{' },
    message: /Expected \S+cdk\.json to be a JSON object/,
  },
])('fails for $name', ({ files, message }) => {
  expect(() => cdkAppOf(folderWith(files))).toThrow(message);
});
