import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Queue } from '../../../../sandbox/aws/sqs/queue.ts';
import type { QueueSettings } from '../../../../sandbox/aws/sqs/queue-settings.ts';
import { Sqs } from '../../../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';

const WORK = {
  name: 'work',
  visibilityTimeoutSeconds: 60,
  redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dead' },
};
const QUEUES: readonly QueueSettings[] = [WORK, { name: 'dead' }];

let clock: SandboxClock;
let journalPath: string;
let sqs: Sqs;
let work: Queue;

beforeEach(async () => {
  clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  journalPath = join(mkdtempSync(join(tmpdir(), 'journal-')), 'state', 'sqs.journal');
  await start();
});
afterEach(() => sqs.close());

async function start(queues = QUEUES): Promise<void> {
  sqs = await Sqs.start({ queues, clock, journalPath });
  work = sqs.queue('work');
}

async function restart(queues = QUEUES): Promise<void> {
  await sqs.close();
  await start(queues);
}

const receive = (queue = work) => queue.receive({ maxMessages: 10, waitTimeSeconds: 0 });

it('restores messages as they were sent', async () => {
  const attributes = { reason: { DataType: 'String', StringValue: 'gone\n' } };
  const { id, sentAt } = await work.send({ body: '"ü\\u0000\n\u{1f600}"', attributes });
  await restart();
  expect(await receive()).toMatchObject([{ id, sentAt, body: '"ü\\u0000\n\u{1f600}"', attributes, receiveCount: 1 }]);
});

it('restores a delay', async () => {
  await work.send({ body: 'x', delaySeconds: 60 });
  await restart();
  expect(await receive()).toEqual([]);
  clock.advance(60_000);
  expect(await receive()).toHaveLength(1);
});

it('does not restore a message whose retention period has ended', async () => {
  await work.send({ body: 'x' });
  clock.advance(345_600_000);
  expect(work.messages).toEqual([]);
  await restart();
  expect(work.messages).toEqual([]);
  expect(readFileSync(journalPath, 'utf8')).toBe('');
});

it('restores a message in flight as visible, with its receive count', async () => {
  await work.send({ body: 'x' });
  const [first] = await receive();
  clock.advance(5_000);
  await restart();
  expect(await receive()).toMatchObject([{ id: first?.id, receiveCount: 2, firstReceivedAt: first?.firstReceivedAt }]);
});

it('does not restore a deleted message, also when its receiver outlived the queue', async () => {
  await work.send({ body: 'a' });
  await work.send({ body: 'b' });
  const [a, b] = await receive();
  await work.delete(String(a?.receiptHandle));
  await restart();
  expect(work.messages).toMatchObject([{ body: 'b' }]);
  await work.delete(String(b?.receiptHandle));
  await restart();
  expect(work.messages).toEqual([]);
  expect(readFileSync(journalPath, 'utf8')).toBe('');
});

it('restores a message in the dead-letter queue that it was moved to', async () => {
  await work.send({ body: 'x' });
  for (let time = 0; time < 3; time += 1) {
    await receive();
    clock.advance(60_000);
  }
  await restart();
  expect(work.messages).toEqual([]);
  expect(await receive(sqs.queue('dead'))).toMatchObject([{ body: 'x', receiveCount: 1 }]);
});

it('keeps the messages of a queue that the template lacks for a while', async () => {
  await sqs.queue('dead').send({ body: 'x' });
  await restart([WORK]);
  await restart();
  expect(sqs.queue('dead').messages).toMatchObject([{ body: 'x' }]);
});

it('ignores an incomplete last line', async () => {
  await work.send({ body: 'x' });
  appendFileSync(journalPath, '{"kind":"deleted","queue":"wo');
  await restart();
  expect(work.messages).toMatchObject([{ body: 'x' }]);
  await work.send({ body: 'y' });
  await restart();
  expect(work.messages).toMatchObject([{ body: 'x' }, { body: 'y' }]);
});

it('starts from the old file after a crash during compaction', async () => {
  await work.send({ body: 'x' });
  writeFileSync(`${journalPath}.new`, '{"kind":"se');
  await restart();
  expect(work.messages).toMatchObject([{ body: 'x' }]);
});

it('refuses to start from a damaged file', async () => {
  await work.send({ body: 'x' });
  appendFileSync(journalPath, 'what is this?\n');
  await expect(restart()).rejects.toThrow(/sqs\.journal is damaged: line 2 is not JSON/);
});

it('refuses a message that it cannot write', async () => {
  await sqs.close();
  await expect(work.send({ body: 'x' })).rejects.toThrow('file closed');
  expect(work.messages).toEqual([]);
});
