import { describe, expect, it } from '@jest/globals';
import { addFolder } from '../../../sandbox/frameio/state/folders.ts';
import { createVersionStack } from '../../../sandbox/frameio/state/version-stacks.ts';
import { rootFolder, test } from './queued-reconciliation.ts';
import { HOUR_MS } from './reconciliation-under-test.ts';

/** Takes the messages off the queue. The returned function puts them back. */
async function holdMessages(): Promise<() => Promise<void>> {
  const { queue } = test.deployment;
  const held = queue.messages;
  for (const { id } of held) await queue.deleteById(id);
  return async () => {
    for (const message of held) await queue.send(message);
  };
}

describe('a file whose event was lost', () => {
  it('reaches the handler once, after its event had 15 minutes to arrive', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.run();
    expect(test.queued).toBe(0);
    await test.run();
    expect(test.queued).toBe(1);
    await test.run();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });

  it('is reported in the log and in a metric', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.runTwice();
    expect(test.linesOf('file reconciled')).toMatchObject([
      { level: 'WARN', event_type: 'file.ready', resource_id: fileId, project_id: test.state.project.id },
    ]);
    expect(test.linesOf('reconciliation completed')).toMatchObject([{}, { files_waiting: 1 }, { files_reconciled: 1 }]);
    expect(test.sumOf('FilesReconciled')).toBe(1);
  });

  it('has the event that Frame.io would send, with a mark', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.runTwice();
    const { account, project, workspace } = test.state;
    const [{ body } = { body: '' }] = test.deployment.queue.messages;
    const { creator } = test.state.stores.files.require(fileId);
    expect(JSON.parse(JSON.parse(body).body)).toEqual({
      account: { id: account.id },
      project: { id: project.id },
      reconciled: true,
      resource: { id: fileId, type: 'file' },
      type: 'file.ready',
      user: { id: creator.id },
      workspace: { id: workspace.id },
    });
  });

  it('is marked in the log of the worker and of the handler', async () => {
    await test.turnOn();
    test.newFile();
    await test.runTwice();
    await test.deployment.drain();
    const correlationId = String(test.linesOf('file reconciled')[0]?.correlation_id);
    const lines = test.deployment.endpoint.logs.filter((line) => line.includes(correlationId));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ message: 'comment posted', reconciled: true }),
      expect.objectContaining({ message: 'event completed', reconciled: true }),
    ]);
  });

  it('is found in a subfolder and in a version stack', async () => {
    await test.turnOn();
    const folder = addFolder(test.state, rootFolder(), 'Dailies', test.state.user);
    const inner = addFolder(test.state, folder, 'Day 1', test.state.user);
    const files = [test.newFile({ folder: inner }), test.newFile(), test.newFile()];
    createVersionStack(test.state, rootFolder(), files.slice(1), test.state.user);
    await test.runTwice();
    await test.deployment.drain();
    expect(files.map((id) => test.deployment.commentsOn(id))).toEqual([1, 1, 1]);
  });

  it('is found in a project of a watched workspace', async () => {
    await test.turnOn({ projectIds: [], workspaceIds: [test.state.workspace.id] });
    const fileId = test.newFile();
    await test.runTwice();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });

  it('is found after an outage of reconciliation itself that is longer than the look-back window', async () => {
    await test.turnOn();
    await test.run();
    const fileId = test.newFile();
    test.deployment.clock.advance(3 * 24 * HOUR_MS);
    await test.runTwice();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });
});

describe('a file that needs no event', () => {
  it.each([
    { name: 'is not transcoded', file: { status: 'uploaded' } as const },
    { name: 'existed before reconciliation was turned on', file: { created_at: '2026-01-01T00:00:00.000000Z' } },
  ])('$name', async ({ file }) => {
    await test.turnOn();
    test.newFile(file);
    await test.runTwice();
    expect(test.queued).toBe(0);
    expect(test.linesOf('reconciliation completed').at(-1)).toMatchObject({ files: 0 });
  });

  it('did not change in the look-back window', async () => {
    await test.turnOn();
    await test.runTwice();
    const fileId = test.newFile();
    const stored = test.state.stores.files.require(fileId);
    const updated_at = new Date(test.deployment.clock.now() - 25 * HOUR_MS).toISOString();
    test.state.stores.files.put({ ...stored, file: { ...stored.file, updated_at } });
    await test.runTwice();
    expect(test.queued).toBe(0);
  });

  it('had an event that is handled', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.deployment.deliver(test.deployment.genuine({ fileId }));
    await test.deployment.drain();
    await test.runTwice();
    expect(test.queued).toBe(0);
    expect(test.linesOf('file reconciled')).toEqual([]);
  });

  it('is in a project that was deleted or that the token cannot read', async () => {
    await test.turnOn({ projectIds: ['00000000-0000-4000-8000-000000000000', test.state.project.id] });
    const fileId = test.newFile();
    await test.runTwice();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
    expect(test.linesOf('project not reconciled')).toHaveLength(3);
  });

  it('is in a workspace that was deleted or that the token cannot read', async () => {
    await test.turnOn({ workspaceIds: ['00000000-0000-4000-8000-000000000000'] });
    const fileId = test.newFile();
    await test.runTwice();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
    expect(test.linesOf('workspace not reconciled')).toHaveLength(3);
  });

  it.each([403, 404])('is in a folder whose list Frame.io answers with %i', async (status) => {
    await test.turnOn();
    const folder = addFolder(test.state, rootFolder(), 'Private', test.state.user);
    const [hidden, fileId] = [test.newFile({ folder }), test.newFile()];
    const isHidden = (path: string) => path.endsWith(`/folders/${folder.id}/children`);
    test.deployment.endpoint.apiFault = ({ path }) => (isHidden(path) ? status : undefined);
    await test.runTwice();
    await test.deployment.drain();
    expect([hidden, fileId].map((id) => test.deployment.commentsOn(id))).toEqual([0, 1]);
    expect(test.linesOf('folder not reconciled')).toMatchObject([
      { folder_id: folder.id, project_id: test.state.project.id },
      { folder_id: folder.id },
    ]);
    test.state.stores.folders.delete(folder.id);
  });

  it('is a version in a stack that did not change: Frame.io is not asked for its versions', async () => {
    await test.turnOn();
    const files = [test.newFile(), test.newFile()];
    const { id, stack } = createVersionStack(test.state, rootFolder(), files, test.state.user);
    const { stores } = test.state;
    const updated_at = new Date(test.deployment.clock.now() - 48 * HOUR_MS).toISOString();
    stores.versionStacks.put({ ...stores.versionStacks.require(id), stack: { ...stack, updated_at } });
    for (const fileId of files) {
      const stored = stores.files.require(fileId);
      stores.files.put({ ...stored, file: { ...stored.file, updated_at } });
    }
    const before = test.deployment.endpoint.apiCalls.length;
    await test.run();
    const paths = test.deployment.endpoint.apiCalls.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path.includes(id))).toEqual([]);
  });
});

describe('an event that arrives after all', () => {
  it('does not run the handler again after the reconciled one', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.deployment.deliver(test.deployment.genuine({ fileId }));
    const putBack = await holdMessages();
    await test.runTwice();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
    await putBack();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });

  it('keeps the reconciled one from running the handler again', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.deployment.deliver(test.deployment.genuine({ fileId }));
    const putBackReal = await holdMessages();
    await test.runTwice();
    const putBackReconciled = await holdMessages();
    await putBackReal();
    await test.deployment.drain();
    await putBackReconciled();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });

  it('runs the handler if the file became ready again after the reconciled one', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.runTwice();
    await test.deployment.drain();
    test.deployment.clock.advance(1_000);
    await test.deployment.deliver(test.deployment.genuine({ fileId }));
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(2);
  });
});
