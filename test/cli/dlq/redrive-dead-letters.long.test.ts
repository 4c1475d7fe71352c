import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runDlq, startSqsProxy, visibleCounts } from '../../support/dlq-command.ts';
import { runScript, startScript } from '../../support/run-command.ts';
import { queuedDelivery, type SqsQueues, startSqsQueues } from '../../support/sqs-queues.ts';

let queues: SqsQueues;
beforeEach(async () => {
  queues = await startSqsQueues();
});
afterEach(() => queues.close());

it('redrives every message with --all, also unreadable ones, and prints each', async () => {
  const texts = [await queues.deadLetter(queuedDelivery('the-file')), 'not ours'].sort();
  await queues.addDeadLetter('not ours');
  const [first, second] = queues.deadLetterIds();
  const { exitCode, output } = await runDlq(queues, 'redrive', '--all', '--rate', '1000');
  expect(output).toContain(`${first}  file.ready  the-file  file-ready\n`);
  expect(output).toContain(`${second}  unreadable\n`);
  expect(output).toMatch(/\n2 messages redriven\.\n$/);
  expect(exitCode).toBe(0);
  expect(queues.textsIn('queue')).toEqual(texts);
  expect(visibleCounts(queues)).toEqual([2, 0]);
});

it('redrives messages by id and reports unknown ids', async () => {
  for (let number = 1; number <= 3; number += 1) await queues.deadLetter();
  const [, second = '', third = ''] = queues.deadLetterIds();
  const { exitCode, output } = await runDlq(queues, 'redrive', third, second, 'no-such-id', '--rate', '1000');
  expect(output).toContain('2 messages redriven.\nNo message no-such-id in the dead-letter queue.');
  expect(exitCode).toBe(1);
  expect(visibleCounts(queues)).toEqual([2, 1]);
});

it('reports an empty queue with --all', async () => {
  expect(await runDlq(queues, 'redrive', '--all')).toEqual({ exitCode: 0, output: 'No message to redrive.\n' });
});

it('stops without losing a message if the main queue refuses one', async () => {
  for (let number = 1; number <= 4; number += 1) await queues.deadLetter();
  const proxy = await startSqsProxy(queues, (operation, number) => {
    return operation === 'SendMessage' && number === 3 ? 'refuse' : 'forward';
  });
  const environment = { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url };
  const { exitCode, output } = await runScript('dlq', ['redrive', '--all', '--rate', '1000'], environment);
  await proxy.close();
  expect(output).toContain('2 messages redriven.');
  expect(output).toContain('Stopped early: AWS sqs answered SendMessage with AccessDenied (status 403).');
  expect(exitCode).toBe(1);
  expect(visibleCounts(queues)).toEqual([2, 2]);
});

it('reports that a message may be in both queues if the response of the main queue is lost', async () => {
  for (let number = 1; number <= 3; number += 1) await queues.deadLetter();
  const proxy = await startSqsProxy(queues, (operation) => (operation === 'SendMessage' ? 'drop_response' : 'forward'));
  const environment = { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url };
  const { exitCode, output } = await runScript('dlq', ['redrive', '--all', '--rate', '1000'], environment);
  await proxy.close();
  expect(output).toMatch(
    /Stopped early: AWS sqs sent no usable response to SendMessage.*\nMessage \S+ may be in both queues/,
  );
  expect(exitCode).toBe(1);
  expect(visibleCounts(queues)[1]).toBe(3);
});

it('sends a message only once if a response is lost', async () => {
  await queues.deadLetter();
  const proxy = await startSqsProxy(queues, (operation, number) => {
    if (operation !== 'SendMessage') return 'forward';
    return number === 1 ? 'drop_response' : 'refuse';
  });
  const environment = { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url };
  const { output } = await runScript('dlq', ['redrive', '--all', '--rate', '1000'], environment);
  await proxy.close();
  expect(output).toMatch(/Message \S+ may be in both queues/);
  expect(visibleCounts(queues)).toEqual([1, 1]);
});

it('releases the remaining messages when it is interrupted', async () => {
  for (let number = 1; number <= 3; number += 1) await queues.deadLetter();
  const command = startScript('dlq', ['redrive', '--all', '--rate', '0.1'], queues.environment);
  await command.printed('  file.ready');
  const { output } = await command.interrupt();
  expect(output).toMatch(/redriven\.\nStopped early: The command was interrupted\./);
  const [redriven, remaining] = visibleCounts(queues);
  expect(redriven + remaining).toBe(3);
  expect(remaining).toBeGreaterThan(0);
});

it('refuses one URL for both queues', async () => {
  const { exitCode, output } = await runDlq(queues, 'redrive', '--all', '--queue-url', queues.deadLetterQueue.url);
  expect(output).toContain('must differ');
  expect(exitCode).toBe(1);
});
