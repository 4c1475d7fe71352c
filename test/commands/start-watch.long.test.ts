import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { linkedProject } from '../support/linked-project.ts';
import { startScript } from '../support/run-command.ts';

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
