import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { withEnvironment } from '../support/environment.ts';
import { type DocumentSandbox, startDocument } from './document-sandbox.ts';

const document = readDocument('docs/actions.md');

let opened: DocumentSandbox | undefined;
let project: DocumentProject | undefined;
let restore = () => {};
afterEach(async () => {
  await opened?.close();
  project?.remove();
  restore();
  [opened, project, restore] = [undefined, undefined, () => {}];
});

/** Starts an app of the document, with further code behind it. */
async function start(file: string, more = ''): Promise<DocumentSandbox> {
  const code = `import { app } from './${file}';\nexport { app };\n${more}`;
  opened = await startDocument(document, file === 'app.ts' ? {} : { code });
  return opened;
}

it('app.ts approves a file', async () => {
  const { addFiles, click, commentsOn, sandbox } = await start('app.ts');
  const [file = { id: '', type: 'file' }] = addFiles('a.mov');
  const { reply } = await click('studio.approve', [file]);
  expect(reply).toEqual({ kind: 'message', title: 'Approved', description: 'The file has a comment.' });
  expect(await commentsOn(file)).toEqual(['Approved.']);
  const folder = { id: sandbox.frameioState.project.root_folder_id, type: 'folder' };
  expect(await click('studio.approve', [folder])).toMatchObject({
    reply: { kind: 'message', description: expect.stringContaining('works on files only') },
  });
});

it('request-changes.ts posts what the form asks for', async () => {
  const { addFiles, click, submit, commentsOn } = await start('request-changes.ts');
  const [file = { id: '', type: 'file' }] = addFiles('a.mov');
  const clicked = await click('studio.request-changes', [file]);
  expect(clicked.reply).toMatchObject({ kind: 'form', fields: [{ value: 'edit' }, {}, {}] });
  const values = { changes: 'Brighter', isUrgent: true };
  const wrong = await submit(clicked, { ...values, department: 'catering' });
  expect(wrong.reply).toMatchObject({ kind: 'form', description: expect.stringContaining('Department') });
  const { reply } = await submit(wrong, { ...values, department: 'color' });
  expect(reply).toMatchObject({ kind: 'message', description: 'Color has a comment.' });
  expect(await commentsOn(file)).toEqual(['Color, today: Brighter']);
});

it('assign-comment.ts loads the comments of the file', async () => {
  const { sandbox, addFiles, click, submit, commentsOn } = await start('assign-comment.ts');
  const [file = { id: '', type: 'file' }] = addFiles('a.mov');
  const { reply } = await click('studio.assign-comment', [file]);
  expect(reply).toMatchObject({ kind: 'message', description: 'The file has no comments.' });
  const { id } = sandbox.frameioState.addComment(file.id, { text: 'Too dark' }, sandbox.frameioState.uploader);
  const clicked = await click('studio.assign-comment', [file]);
  expect(clicked.reply).toMatchObject({ fields: [{ options: [{ name: 'Too dark', value: id }] }, {}] });
  await submit(clicked, { commentId: id, person: 'Robin' });
  expect(await commentsOn(file)).toEqual(['Too dark', `Robin, please work on the comment ${id}.`]);
});

it('publish.ts asks in two steps, or ends after the first', async () => {
  const { addFiles, click, submit, commentsOn } = await start('publish.ts');
  const [file = { id: '', type: 'file' }] = addFiles('a.mov');
  const closed = await submit(await click('studio.publish', [file]), { channel: 'press' });
  expect(closed.reply).toMatchObject({ kind: 'message', description: 'The press portal is closed.' });
  const second = await submit(await click('studio.publish', [file]), { channel: 'web' });
  expect(second.reply).toMatchObject({ kind: 'form', fields: [{ name: 'headline', value: 'a.mov' }] });
  expect(await submit(second, { headline: 'Out now' })).toMatchObject({ reply: { kind: 'message' } });
  expect(await commentsOn(file)).toEqual(['Published on web: Out now']);
});

it('publish-by-team.ts reads a declared variable in each step', async () => {
  const { addFiles, click, submit } = await start('publish-by-team.ts');
  const second = await submit(await click('studio.publish-by-team', addFiles('a.mov')), { channel: 'social' });
  expect(second.reply).toMatchObject({ kind: 'form', title: 'News on social' });
  const { reply } = await submit(second, { time: 'noon' });
  expect(reply).toMatchObject({ kind: 'message', description: 'The file will be on social at noon.' });
});

it('deliver.ts runs a job for each selected file and for each new version', async () => {
  const { sandbox, addFiles, click, commentsOn } = await start('deliver.ts');
  const files = addFiles('a.mov', 'b.mov');
  const { reply } = await click('studio.deliver', files);
  expect(reply).toMatchObject({ kind: 'message', description: expect.stringContaining('2 files') });
  for (const file of files) expect(await commentsOn(file)).toEqual(['Delivered.']);
  const [version = { id: '', type: 'file' }] = addFiles('a.mov');
  const { account, project: films, workspace, uploader } = sandbox.frameioState;
  const ids = { account: { id: account.id }, project: { id: films.id }, workspace: { id: workspace.id } };
  await sandbox.deliver({ ...ids, resource: version, type: 'file.versioned', user: { id: uploader.id } });
  expect(await commentsOn(version)).toEqual(['Delivered.']);
});

it('create-actions.ts creates the actions in Frame.io and prints their secrets', async () => {
  const { sandbox } = await start('app.ts');
  const { frameioState, frameioUrl } = sandbox;
  project = projectOf(document);
  restore = withEnvironment({
    FRAMEIO_TOKEN: frameioState.token,
    FRAMEIO_BASE_URL: frameioUrl,
    FRAMEIO_ACCOUNT_ID: frameioState.account.id,
    FRAMEIO_WORKSPACE_ID: frameioState.workspace.id,
    ACTIONS_URL: 'https://example.com/actions',
  });
  const { argv } = process;
  process.argv = ['node', 'create-actions.ts', 'studio.approve'];
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await import(join(project.folder, 'create-actions.ts'));
  process.argv = argv;
  const created = frameioState.actions.list().at(-1);
  expect(log.mock.calls).toEqual([[JSON.stringify({ 'studio.approve': created?.secret })]]);
  log.mockRestore();
  expect(created?.action).toMatchObject({
    event: 'studio.approve',
    url: 'https://example.com/actions',
    multi_asset: false,
    timeout: 5,
  });
});

it('failure-message.ts shows its own message', async () => {
  const { addFiles, click } = await start(
    'failure-message.ts',
    "app.onAction('fails', { name: 'Fails', description: 'Fails' }, () => Promise.reject(new Error('no disk')));",
  );
  const { reply } = await click('fails', addFiles('a.mov'));
  const description = expect.stringMatching(/^This did not work\. Post \S+ in the channel #pipeline\.$/);
  expect(reply).toEqual({ kind: 'message', title: 'Fails', description });
});

it('rate.ts of the guide for frameio-kit does what the action in Python does', async () => {
  const code = "export { app } from './rate.ts';\n";
  opened = await startDocument(readDocument('docs/migrate-from-frameio-kit.md'), { code });
  const { addFiles, click, submit } = opened;
  const clicked = await click('studio.rate', addFiles('a.mov'));
  const options = [
    { name: 'One star', value: '1' },
    { name: 'Two stars', value: '2' },
  ];
  expect(clicked.reply).toMatchObject({ kind: 'form', fields: [{ name: 'stars', options }, { name: 'reason' }] });
  const { reply } = await submit(clicked, { stars: '2', reason: 'Sharp' });
  expect(reply).toEqual({ kind: 'message', title: 'Rated', description: '2: Sharp' });
});
