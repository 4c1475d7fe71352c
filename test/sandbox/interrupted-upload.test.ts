import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFrameioState } from '../../sandbox/frameio/state/frameio-journal.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { builtStack } from '../support/synthesized.ts';

it('transcodes the files that an earlier run received', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const { state, close } = await openFrameioState(join(stateFolder, 'frameio.journal'));
  const { id } = state.startUpload({ name: 'a.mp4', fileSize: 1 });
  state.receivePart(id, 1, 'digest');
  await close();

  const sandbox = await Sandbox.start({
    stack: builtStack('queued'),
    port: 0,
    stateFolder,
    delivery: { maxAttempts: 1 },
    onEvent: () => undefined,
  });
  await sandbox.advance(1_000); // more than the transcoding takes
  expect(sandbox.frameioState.file(id)).toMatchObject({ status: 'transcoded' });
  await sandbox.close();
});
