import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { blocksOf, readDocument } from '../support/documents.ts';
import { functionsDirectoryOf } from '../support/fixture-apps.ts';
import { copyRepository, type RepositoryCopy } from '../support/repository-copy.ts';
import { runIn, startScript } from '../support/run-command.ts';

const document = readDocument('docs/tutorial.md');
const [checkName = '', firstApp = '', reject = '', tests = ''] = blocksOf(document, 'ts');
const [difference = ''] = blocksOf(document, 'diff');
const appWithAction = `// functions/app.ts\n${difference.replaceAll(/^[ +]/gm, '')}`;
const [reloaded = '', comment = '', typeError = ''] = blocksOf(document, 'text').map((text) => text.trim());

let copy: RepositoryCopy;
beforeAll(() => {
  copy = copyRepository('tutorial');
  for (const folder of ['functions', 'test/functions']) rmSync(join(copy.folder, folder), { recursive: true });
  cpSync(functionsDirectoryOf('comment-app'), join(copy.folder, 'functions'), { recursive: true });
});
afterAll(() => copy.remove());

/** Writes a block of the tutorial to the file that its first line names. */
function save(code: string): void {
  const path = join(copy.folder, /^\/\/ (\S+)\n/.exec(code)?.[1] ?? '');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
}

it('a reader who follows every step of the tutorial sees what it says', async () => {
  const sandbox = startScript('start', ['--port', '0'], {}, copy.folder);
  const started = await sandbox.printed('What to try next');
  const [, url = ''] = /console +(http:\S+)\//.exec(started) ?? [];
  expect((await fetch(url)).headers.get('content-type')).toContain('text/html');

  save(checkName);
  save(firstApp);
  await sandbox.printed(reloaded);
  sandbox.type('r');
  await sandbox.printed('checking');
  await sandbox.printed(comment);

  const path = join(copy.folder, 'functions/handlers/check-name.ts');
  const broken = readFileSync(path, 'utf8').replace('file.name.includes', 'file.title.includes');
  writeFileSync(path, broken);
  await sandbox.printed(typeError);
  save(checkName);
  await sandbox.printed(reloaded, 2);

  save(reject);
  save(appWithAction);
  await sandbox.printed('The sandbox is running', 2);
  const send = async (call: string, body: object) => {
    const response = await fetch(`${url}/sandbox/${call}`, { method: 'POST', body: JSON.stringify(body) });
    return Object(await response.json());
  };
  const { interactionId, reply } = await send('actions/studio.reject/click', {});
  expect(reply).toMatchObject({ kind: 'form', title: 'Reject' });
  const submitted = await send(`interactions/${interactionId}/submit`, { data: { reason: 'Too dark' } });
  expect(submitted.reply).toMatchObject({ kind: 'message', title: 'Rejected' });
  await sandbox.printed('“Rejected: Too dark”');
  await sandbox.interrupt();

  save(tests);
  const { exitCode, output } = await runIn(copy.folder, 'npm', ['test', '--', 'test/functions']);
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('2 passed') });
});
