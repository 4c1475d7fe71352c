import { afterEach, describe, expect, it } from '@jest/globals';
import { createFolder } from '../../../sandbox/frameio/state/folders.ts';
import { response } from '../../support/endpoint-under-test.ts';
import { ReconciliationUnderTest } from './reconciliation-under-test.ts';

let test: ReconciliationUnderTest;
afterEach(async () => {
  await test.stop();
  expect(test.deployment.endpoint.leaks).toEqual([]);
  expect(test.log.join('\n')).not.toContain(test.state.token);
});

/** Runs the function until an event that was lost before is on the queue. */
async function runTwice(): Promise<void> {
  await test.run();
  await test.run();
}

describe('a file whose event was lost', () => {
  it('reaches the handler once, after its event had 15 minutes to arrive', async () => {
    test = await ReconciliationUnderTest.start();
    await test.run();
    const fileId = test.newFile();
    await test.run();
    expect(test.deployment.queue.messages).toHaveLength(0);
    await test.run();
    expect(test.deployment.queue.messages).toHaveLength(1);
    await test.run();
    await test.deployment.drain();

    expect(test.deployment.commentsOn(fileId)).toBe(1);
    expect(test.sumOf('FilesReconciled')).toBe(1);
    expect(test.linesOf('file reconciled')).toMatchObject([{ event_type: 'file.ready', resource_id: fileId }]);
  });

  it('is marked in the log of the worker and of the handler', async () => {
    test = await ReconciliationUnderTest.start();
    await test.run();
    test.newFile();
    await runTwice();
    await test.deployment.drain();
    const [{ correlation_id } = {}] = test.linesOf('file reconciled');
    const lines = test.deployment.endpoint.logs.filter((line) => line.includes(String(correlation_id)));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ message: 'comment posted', reconciled: true }),
      expect.objectContaining({ message: 'event completed', reconciled: true }),
    ]);
  });

  it.each(['queued', 'inline'] as const)('does not run the handler again when its event arrives late (%s)', async (mode) => {
    test = await ReconciliationUnderTest.start({ mode });
    await test.run();
    const fileId = test.newFile();
    const late = test.deployment.genuine({ fileId });
    await runTwice();
    await test.deployment.drain();
    const later = { ...late, requestContext: {} };
    await test.deployment.deliver(test.deployment.endpoint.genuine({ fileId, timestamp: timestampOf(later) }));
    await test.deployment.drain();
    expect(test.deployment.commentsOn(fileId)).toBe(1);
  });
});

function timestampOf(request: object): number {
  return Number(JSON.stringify(request).match(/timestamp":"(\d+)"/)?.[1]);
}

void createFolder;
void response;
