import { describe, expect, it } from '@jest/globals';
import { addFolder } from '../../../sandbox/frameio/state/folders.ts';
import { rootFolder, test } from './queued-reconciliation.ts';

describe('a run that cannot finish', () => {
  /** Runs the function until Frame.io has answered some lists of folder contents. */
  async function runUntilRateLimit({ lists }: { lists: number }): Promise<void> {
    let left = lists;
    test.deployment.endpoint.apiFault = ({ path }) => {
      if (!path.endsWith('/children')) return undefined;
      left -= 1;
      return left < 0 ? 429 : undefined;
    };
    await test.run();
    test.deployment.endpoint.apiFault = undefined;
  }

  it('leaves the rest to the next run when its time ends', async () => {
    await test.turnOn();
    const files = ['A', 'B', 'C'].map((name) =>
      test.newFile({ folder: addFolder(test.state, rootFolder(), name, test.state.user) }),
    );
    await test.run();
    await test.run({ remainingMs: 0 });
    expect(test.linesOf('reconciliation paused')).toMatchObject([{ folders: 0, folders_left: 1 }]);
    await test.run();
    await test.deployment.drain();
    expect(files.map((id) => test.deployment.commentsOn(id))).toEqual([1, 1, 1]);
  });

  it('leaves the rest of a folder to the next run when its time ends within the folder', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.run();
    test.deployment.endpoint.apiFault = ({ path }) => {
      if (path.endsWith('/children')) test.deployment.clock.advance(60_000);
      return undefined;
    };
    await test.run({ remainingMs: 60_000 });
    expect(test.linesOf('reconciliation paused')).toMatchObject([{ folders: 0, folders_left: 1, files: 0 }]);
    await test.run();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });

  it('keeps more folders for the next run than an item of DynamoDB holds', async () => {
    await test.turnOn();
    const folders = Array.from({ length: 5_000 }, (_, index) =>
      addFolder(test.state, rootFolder(), `Day ${index}`, test.state.user),
    );
    for (const folder of folders) test.newFile({ folder });
    const waiting = test.state.stores.folders.all().filter(({ folder }) => folder.parent_id === rootFolder().id).length;
    await runUntilRateLimit({ lists: 11 });
    expect(test.linesOf('reconciliation paused')).toMatchObject([{ folders: 1, folders_left: waiting }]);
    await runUntilRateLimit({ lists: 2 });
    expect(test.linesOf('reconciliation paused').at(-1)).toMatchObject({
      folders: 2,
      folders_left: waiting - 2,
      files: 2,
    });
    for (const { id } of folders) test.state.stores.folders.delete(id);
    test.state.stores.files.deleteWhere(({ file }) => file.parent_id !== rootFolder().id);
  });

  it('ends without an error at a rate limit of Frame.io, and continues', async () => {
    await test.turnOn();
    const fileId = test.newFile();
    await test.run();
    test.deployment.endpoint.apiFault = ({ path }) => (path.endsWith('/children') ? 429 : undefined);
    await test.run();
    expect(test.linesOf('reconciliation rate limited')).toHaveLength(1);
    expect(test.linesOf('reconciliation paused')).toMatchObject([{ folders_left: 1 }]);
    test.deployment.endpoint.apiFault = undefined;
    await test.run();
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });

  it('fails, so that an alarm starts, when Frame.io refuses the token', async () => {
    await test.turnOn();
    test.deployment.endpoint.apiFault = 401;
    await expect(test.run()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(test.linesOf('reconciliation failed')).toHaveLength(1);
  });
});
