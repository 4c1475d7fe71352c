import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runDlq, startSqsProxy, visibleCounts } from '../../support/dlq-command.ts';
import { startScript } from '../../support/run-command.ts';
import { queuedDelivery, type SqsQueues, startSqsQueues } from '../../support/sqs-queues.ts';

const MINUTE = 60_000;

let queues: SqsQueues;
beforeEach(async () => {
  queues = await startSqsQueues();
});
afterEach(() => queues.close());

it('lists the messages with their reasons, the oldest first', async () => {
  const younger = queuedDelivery('younger-file');
  await queues.deadLetter(
    { ...younger, receivedAt: Date.now() - 125 * MINUTE },
    { attempts: 12, errorCode: 'server_error' },
  );
  const older = queuedDelivery('older-file');
  await queues.deadLetterAt(Date.now() - 3 * MINUTE, { ...older, receivedAt: Date.now() - 73 * 60 * MINUTE });
  const [youngerId, olderId] = queues.deadLetterIds();

  const { exitCode, output } = await runDlq(queues, 'list');
  expect(output).toMatch(
    new RegExp(
      [
        `^${olderId}`,
        `  event             file\\.ready  older-file`,
        '  reason            not_found  NotFoundError: it is gone',
        '  handlers          file-ready',
        '  attempts          1',
        '  received          3 days ago',
        '  dead-lettered     3 min ago',
        '',
        `${youngerId}`,
        `  event             file\\.ready  younger-file`,
        '  reason            server_error  NotFoundError: it is gone',
        '  handlers          file-ready',
        '  attempts          12',
        '  received          2 h ago',
        '  dead-lettered     \\d+ s ago',
        '',
        '2 messages: 1 not_found, 1 server_error\n$',
      ].join('\n'),
    ),
  );
  expect(exitCode).toBe(0);
  expect(visibleCounts(queues)).toEqual([0, 2]);
});

it('reports an empty queue', async () => {
  expect(await runDlq(queues, 'list')).toEqual({ exitCode: 0, output: 'The dead-letter queue is empty.\n' });
});

it('lists more than one batch and releases all messages', async () => {
  for (let number = 1; number <= 25; number += 1) await queues.deadLetter();
  const { output } = await runDlq(queues, 'list');
  for (const id of queues.deadLetterIds()) expect(output).toContain(id);
  expect(output).toMatch(/^25 messages: 25 not_found$/m);
  expect(visibleCounts(queues)).toEqual([0, 25]);
});

it('reports an incomplete list if another consumer holds a message', async () => {
  await queues.deadLetter();
  await queues.deadLetterQueue.receive({ maxMessages: 1, waitSeconds: 0, visibilitySeconds: 600 });
  const { exitCode, output } = await runDlq(queues, 'list');
  expect(output).not.toContain('is empty');
  expect(output).toContain('Incomplete: about 1 message not received.');
  expect(exitCode).toBe(1);
});

it('lists the received messages and releases them when it is interrupted', async () => {
  await queues.deadLetter();
  const [id] = queues.deadLetterIds();
  let onSecondReceive = () => {};
  const secondReceive = new Promise<void>((resolve) => {
    onSecondReceive = resolve;
  });
  const proxy = await startSqsProxy(queues, (operation, number) => {
    if (operation === 'ReceiveMessage' && number === 2) onSecondReceive();
    return 'forward';
  });
  const command = startScript('dlq', ['list'], { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url });
  await secondReceive;
  const { output } = await command.interrupt();
  await proxy.close();
  expect(output).toMatch(
    new RegExp(`^${id}\n[\\s\\S]*1 message: 1 not_found\nIncomplete: The command was interrupted\\.\n$`),
  );
  expect(visibleCounts(queues)).toEqual([0, 1]);
});

it('lists unreadable messages and escapes control characters', async () => {
  await queues.addDeadLetter('not ours \u009b2J');
  await queues.deadLetter({ ...queuedDelivery(), body: '{}' }, { reason: 'bad\n\u202etxt' });
  const { output } = await runDlq(queues, 'list');
  expect(output.match(/event +unreadable/g)).toHaveLength(2);
  expect(output).toContain('moved_by_sqs  SQS moved the message');
  expect(output).toContain('bad \\u{202e}txt');
});
