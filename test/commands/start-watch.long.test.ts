import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { linkedProject } from '../support/linked-project.ts';
import { startScript } from '../support/run-command.ts';

jest.setTimeout(180_000); // it builds the bundles first

const WITH_ACTION = `import { message } from 'frameio-lambda';
app.onWebhook('file.ready', () => console.log('also here'), { name: 'also' });
app.onAction('studio.archive', { name: 'Archive', description: 'Archives the file' }, () => message('Archived', 'It is safe.'));
`;

it('npm start runs a saved handler for the next event, and keeps the code that it has after a syntax error', async () => {
  const folder = linkedProject('comment-app');
  const handler = join(folder, 'functions/file-ready.ts');
  const code = readFileSync(handler, 'utf8');
  const sandbox = startScript('start', ['--port', '0'], {}, folder);
  await sandbox.printed('Ctrl+C');

  writeFileSync(handler, code.replace("' is ready.'", "' can be reviewed.'"));
  await sandbox.printed('live after');
  sandbox.type('r');
  await sandbox.printed('“Launch film v3.mp4 can be reviewed.”');

  writeFileSync(handler, `${code}\nconst broken = (;\n`);
  const failed = await sandbox.printed('const broken = (;');
  expect(failed).toMatch(/functions\/file-ready\.ts changed\n +reload +failed; the functions keep the code/);
  sandbox.type('r');
  await sandbox.printed('“Launch film v3.mp4 can be reviewed.”', 2);
  await sandbox.interrupt();
});

it('npm start runs a new handler and a new custom action without a restart', async () => {
  const folder = linkedProject('comment-app');
  const app = join(folder, 'functions/app.ts');
  const sandbox = startScript('start', ['--port', '0'], {}, folder);
  await sandbox.printed('Ctrl+C');
  writeFileSync(app, `${readFileSync(app, 'utf8')}\n${WITH_ACTION}`);
  await sandbox.printed('Building the stack again for what the app declares now');
  const printed = await sandbox.printed('The sandbox is running', 2);
  sandbox.type('r');
  await sandbox.printed('also  completed');
  const [, url] = /Frame\.io +(http:\S+)/.exec(printed) ?? [];
  const clicked = await fetch(`${url}/sandbox/actions/studio.archive/click`, { method: 'POST' });
  expect(await clicked.json()).toMatchObject({ reply: { kind: 'message', title: 'Archived' } });
  await sandbox.interrupt();
});
