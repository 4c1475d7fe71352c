import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Queue } from '../../../sandbox/aws/sqs/queue.ts';
import type { QueueSettings } from '../../../sandbox/aws/sqs/queue-options.ts';
import { Sqs } from '../../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../../sandbox/clock.ts';

const WORK = { name: 'work', visibilitySeconds: 60, redrive: { maxReceiveCount: 2, queue: 'dead' } };
const QUEUES: readonly QueueSettings[] = [WORK, { name: 'dead' }];

let clock: SandboxClock;
let journalPath: string;
let sqs: Sqs;
let work: Queue;

beforeEach(async () => {
  clock = new SandboxClock({ standsAt: Date.UTC(2026, 10, 23) });
  journalPath = join(mkdtempSync(join(tmpdir(), 'journal-')), 'state', 'sqs.journal');
  await start();
});
afterEach(() => sqs.close());

async function start(queues = QUEUES): Promise<void> {
  sqs = await Sqs.start({ queues, clock, journalPath });
  work = sqs.queue('work');
}

async function startAgain(queues = QUEUES): Promise<void> {
  await sqs.close();
  await start(queues);
}

const receive = (queue = work) => queue.receive({ maxMessages: 10, waitSeconds: 0 });

it('keeps messages as they were sent', async () => {
  const attributes = { reason: { DataType: 'String', StringValue: 'gone\n' } };
  const { id, sentAt } = await work.send({ body: '"ü\\u0000\n\u{1f600}"', attributes });
  await startAgain();
  expect(await receive()).toMatchObject([{ id, sentAt, body: '"ü\\u0000\n\u{1f600}"', attributes, receiveCount: 1 }]);
});

it('keeps a delay', async () => {
  await work.send({ body: 'x', delaySeconds: 60 });
  await startAgain();
  expect(await receive()).toEqual([]);
  clock.pass(60_000);
  expect(await receive()).toHaveLength(1);
});

it('does not bring back what was kept for as long as the queue keeps it', async () => {
  await work.send({ body: 'x' });
  clock.pass(345_600_000);
  expect(work.messages).toEqual([]);
  await startAgain();
  expect(work.messages).toEqual([]);
  expect(readFileSync(journalPath, 'utf8')).toBe('');
});

it('shows a message that was being worked on at once, and remembers how often it was received', async () => {
  await work.send({ body: 'x' });
  const [first] = await receive();
  clock.pass(5_000);
  await startAgain();
  expect(await receive()).toMatchObject([{ id: first?.id, receiveCount: 2, firstReceivedAt: first?.firstReceivedAt }]);
});

it('forgets what is deleted, also by a receiver that outlived the queue', async () => {
  await work.send({ body: 'a' });
  await work.send({ body: 'b' });
  const [a, b] = await receive();
  await work.delete(String(a?.receiptHandle));
  await startAgain();
  expect(work.messages).toMatchObject([{ body: 'b' }]);
  await work.delete(String(b?.receiptHandle));
  await startAgain();
  expect(work.messages).toEqual([]);
  expect(readFileSync(journalPath, 'utf8')).toBe('');
});

it('keeps what has been moved to the dead-letter queue there', async () => {
  await work.send({ body: 'x' });
  for (let time = 0; time < 3; time += 1) {
    await receive();
    clock.pass(60_000);
  }
  await startAgain();
  expect(work.messages).toEqual([]);
  expect(await receive(sqs.queue('dead'))).toMatchObject([{ body: 'x', receiveCount: 1 }]);
});

it('keeps the messages of a queue that is not there for a while', async () => {
  await sqs.queue('dead').send({ body: 'x' });
  await startAgain([WORK]);
  await startAgain();
  expect(sqs.queue('dead').messages).toMatchObject([{ body: 'x' }]);
});

it('takes no notice of a last line that was not written to its end', async () => {
  await work.send({ body: 'x' });
  appendFileSync(journalPath, '{"kind":"deleted","queue":"wo');
  await startAgain();
  expect(work.messages).toMatchObject([{ body: 'x' }]);
  await work.send({ body: 'y' });
  await startAgain();
  expect(work.messages).toMatchObject([{ body: 'x' }, { body: 'y' }]);
});

it('starts from the old file when it died while writing a new one', async () => {
  await work.send({ body: 'x' });
  writeFileSync(`${journalPath}.new`, '{"kind":"se');
  await startAgain();
  expect(work.messages).toMatchObject([{ body: 'x' }]);
});

it('does not start from a file that is damaged', async () => {
  await work.send({ body: 'x' });
  appendFileSync(journalPath, 'what is this?\n');
  await expect(startAgain()).rejects.toThrow(/sqs\.journal is damaged in line 2/);
});

it('has not taken a message it could not write down', async () => {
  await sqs.close();
  await expect(work.send({ body: 'x' })).rejects.toThrow('file closed');
  expect(work.messages).toEqual([]);
});
