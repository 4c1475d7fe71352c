import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../../cdk/delivery-mode.ts';
import type { SynthesizedStack } from '../../../cdk/read-synthesized.ts';
import { synthesize } from '../../../cdk/synthesize.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import { functionsDirectoryOf } from '../../support/fixture-apps.ts';

describe.each(DELIVERY_MODES)('an app with custom actions and a job with a function of its own, %s', (deliveryMode) => {
  let outdir: string;
  let stack: SynthesizedStack;
  let sandbox: Sandbox;
  beforeAll(async () => {
    outdir = mkdtempSync(join(tmpdir(), 'output-'));
    const functionsDirectory = functionsDirectoryOf('actions-app');
    stack = synthesize(outdir, { deliveryMode, functionsDirectory, jobs: { render: {} } });
    sandbox = await Sandbox.start({ stack, port: 0, onEvent: () => undefined });
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(outdir, { recursive: true });
  });

  const newFile = () => sandbox.frameioState.addFile({ name: 'Interview.mov', fileSize: 1 }).id;
  const commentsOn = (fileId: string) => sandbox.frameioState.commentsOf(fileId).map(({ text }) => text);

  /** Clicks an action on files, and waits for its jobs. */
  async function click(key: string, ...fileIds: readonly string[]) {
    const stored = sandbox.frameioState.actions.list().find(({ action }) => action.event === key);
    if (!stored) throw new Error(`The app has no action ${key}.`);
    const { reply } = await sandbox.interactions.click(
      stored,
      fileIds.map((id) => ({ id, type: 'file' })),
    );
    await sandbox.deployment.whenIdle();
    return reply;
  }

  /** Number of messages that functions sent to the queue of a job, or to the main queue. */
  function sentTo(job?: string): number {
    const queue = stack.queues.find((found) => found.job === job && found.redrive)?.logicalId ?? 'none';
    const sends = sandbox.deployment.sqs.calls.filter(({ operation }) => operation === 'SendMessage');
    return sends.filter(({ input }) => String(input.QueueUrl).endsWith(`/${queue}`)).length;
  }

  it('answers an action, whose handler calls Frame.io', async () => {
    const file = newFile();
    expect(await click('message', file)).toMatchObject({ kind: 'message', title: 'Done' });
    expect(commentsOn(file)).toEqual(['from the action']);
  });

  it('runs a job of an action on its own function', async () => {
    const files = [newFile(), newFile()];
    const before = sentTo('render');
    await click('each', ...files);
    expect(files.map(commentsOn)).toEqual([['one of several'], ['one of several']]);
    expect(sentTo('render') - before).toBe(2);
  });

  it('runs a job without a function of its own on the worker', async () => {
    const file = newFile();
    const before = sentTo();
    await click('throws', file);
    expect(commentsOn(file)).toEqual(['before the error']);
    expect(sentTo() - before).toBe(1);
  });
});
