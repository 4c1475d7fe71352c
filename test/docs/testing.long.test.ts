import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, jest } from '@jest/globals';
import { App } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';
import { projectOf, readDocument, rowsOf } from '../support/documents.ts';
import { runIn } from '../support/run-command.ts';

jest.setTimeout(120_000);

const page = readDocument('docs/testing.md');
const project = projectOf(page);
afterAll(() => project.remove());

it('the tests of docs/testing.md pass', async () => {
  const files = readdirSync(join(project.folder, 'test')).filter((name) => name.endsWith('.test.ts'));
  // In one process: a process for each file would load the test kit again.
  writeFileSync(join(project.folder, 'all.ts'), files.map((name) => `import './test/${name}';\n`).join(''));
  const command = ['-C', '@frameio-lambda/source', '--import', 'tsx', 'all.ts'];
  expect(await runIn(project.folder, process.execPath, command)).toMatchObject({ exitCode: 0 });
  expect(files).toHaveLength(7);
});

it('docs/testing.md lists every member of a test and of its Frame.io', async () => {
  const t = await testApp(new App());
  const membersOf = (object: object) => [
    ...Object.keys(object),
    ...Object.getOwnPropertyNames(Object.getPrototypeOf(object)),
  ];
  const listed = rowsOf(page, 'What a test sees').map(([name = '']) => name.replace(/\(.*/, ''));
  const documented = [...listed, 'constructor'];
  expect(membersOf(t).filter((name) => !documented.includes(name))).toEqual([]);
  const frameio = rowsOf(page, 'What a test sees').find(([name]) => name === 'frameio')?.[1] ?? '';
  const internal = ['constructor', 'calls', 'appComments', 'nextFault', 'handleEvent', 'takeSelfEvents', 'record'];
  const missing = membersOf(t.frameio).filter((name) => !internal.includes(name) && !frameio.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
