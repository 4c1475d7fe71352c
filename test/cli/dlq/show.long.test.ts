import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runDlq, visibleCounts } from '../../support/dlq-command.ts';
import { queuedDelivery, type SqsQueues, startSqsQueues } from '../../support/sqs-queues.ts';

let queues: SqsQueues;
beforeEach(async () => {
  queues = await startSqsQueues();
});
afterEach(() => queues.close());

it('shows one message in full', async () => {
  await queues.deadLetter();
  const delivery = queuedDelivery();
  await queues.deadLetter(delivery);
  const { exitCode, output } = await runDlq(queues, 'show', queues.deadLetterIds()[1] ?? '');
  expect(output).toMatch(new RegExp(`^${queues.deadLetterIds()[1]}\n`));
  expect(output).toContain(
    `  correlation id    ${delivery.correlationId}\n  delivery key      ${delivery.deliveryKey}\n`,
  );
  expect(output).toMatch(/received at +\d{4}-\d\d-\d\dT\S+Z\n +dead-lettered at +\d{4}-\d\d-\d\dT\S+Z\n/);
  expect(output).toContain(`\n\n${JSON.stringify(JSON.parse(delivery.body), null, 2)}\n`);
  expect(exitCode).toBe(0);
  expect(visibleCounts(queues)).toEqual([0, 2]);
});

it('shows the text of an unreadable message', async () => {
  await queues.addDeadLetter('not ours\n\u009b2J');
  const { exitCode, output } = await runDlq(queues, 'show', queues.deadLetterIds()[0] ?? '');
  expect(output).toContain('\n\nnot ours\n\\u{9b}2J\n');
  expect(exitCode).toBe(0);
});

it('reports an incomplete scan if another consumer holds a message', async () => {
  await queues.deadLetter();
  await queues.deadLetterQueue.receive({ maxMessages: 1, waitSeconds: 0, visibilitySeconds: 600 });
  const { exitCode, output } = await runDlq(queues, 'show', 'hidden-one');
  expect(output).toContain('Message hidden-one not found so far.\nIncomplete: about 1 message not received.');
  expect(exitCode).toBe(1);
});

it('reports an unknown id', async () => {
  await queues.deadLetter();
  const { exitCode, output } = await runDlq(queues, 'show', 'no-such-id');
  expect(output).toBe('No message no-such-id in the dead-letter queue.\n');
  expect(exitCode).toBe(1);
  expect(visibleCounts(queues)).toEqual([0, 1]);
});
