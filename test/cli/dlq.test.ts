import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { writeQueueAddresses } from '../../sandbox/persistence/queue-addresses.ts';
import { runScript, startScript } from '../support/run-command.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';
import { queuedDelivery, type SqsQueues, startSqsQueues } from '../support/sqs-queues.ts';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const NOT_SET = {
  QUEUE_URL: '',
  DEAD_LETTER_QUEUE_URL: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_ENDPOINT_URL_SQS: '',
};

/** No configuration of whoever runs the tests, and nothing asked of EC2. */
const NO_PROFILE = {
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
};

let queues: SqsQueues;
beforeEach(async () => {
  queues = await startSqsQueues();
});
afterEach(() => queues.close());

const dlq = (...options: string[]) => runScript('dlq', options, queues.environment);

/** Both queues as they are when nobody looks at them. */
const waiting = () => [queues.textsIn('queue').length, queues.textsIn('deadLetterQueue').length];

/** The same SQS, where calls go wrong; `number` counts those of an operation. */
async function proxyToSqs(fateOf: (operation: string, number: number) => 'pass' | 'deny' | 'pass, and cut') {
  const counts = new Map<string, number>();
  return await scriptedServer(async (response, _, { headers, body }) => {
    const target = String(headers['x-amz-target']);
    const operation = target.replace(/.*\./, '');
    const number = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, number);
    const fate = fateOf(operation, number);
    if (fate === 'deny') return json(response, 403, { __type: 'x#AccessDenied' });
    const contentType = 'application/x-amz-json-1.0';
    const forwarded = {
      'content-type': contentType,
      'x-amz-target': target,
      authorization: String(headers.authorization),
    };
    const answer = await fetch(queues.url, { method: 'POST', headers: forwarded, body });
    const text = await answer.text();
    if (fate === 'pass, and cut') return response.destroy();
    response.writeHead(answer.status, { 'content-type': contentType }).end(text);
  });
}

describe('npm run dlq -- list', () => {
  it('tells of each message what became of it and why, the longest dead first', async () => {
    const younger = queuedDelivery('younger-file');
    await queues.bury(
      { ...younger, receivedAt: Date.now() - 125 * MINUTE },
      { attempts: 12, errorCode: 'server_error' },
    );
    const older = queuedDelivery('older-file');
    await queues.buryAt(Date.now() - 3 * MINUTE, { ...older, receivedAt: Date.now() - 73 * 60 * MINUTE });
    const [youngerId, olderId] = queues.deadIds();

    const { exitCode, output } = await dlq('list');
    expect(output).toMatch(
      new RegExp(
        [
          `^${olderId}`,
          `  event        file\\.ready  older-file`,
          '  reason       not_found  NotFoundError: it is gone',
          '  handlers     file-ready',
          '  attempts     1',
          '  received     3 days ago',
          '  died         3 min ago',
          '',
          `${youngerId}`,
          `  event        file\\.ready  younger-file`,
          '  reason       server_error  NotFoundError: it is gone',
          '  handlers     file-ready',
          '  attempts     12',
          '  received     2 h ago',
          '  died         \\d+ s ago',
          '',
          '2 messages: 1 not_found, 1 server_error\n$',
        ].join('\n'),
      ),
    );
    expect(exitCode).toBe(0);
    expect(waiting()).toEqual([0, 2]);
  });

  it('says that there is nothing', async () => {
    expect(await dlq('list')).toEqual({ exitCode: 0, output: 'The dead-letter queue is empty.\n' });
  });

  it('lists more than SQS gives at once, and leaves all for others to see', async () => {
    for (let number = 1; number <= 25; number += 1) await queues.bury();
    const { output } = await dlq('list');
    for (const id of queues.deadIds()) expect(output).toContain(id);
    expect(output).toMatch(/^25 messages: 25 not_found$/m);
    expect(waiting()).toEqual([0, 25]);
  });

  it('says when somebody else looks at some', async () => {
    await queues.bury();
    await queues.deadLetterQueue.receive({ maxMessages: 1, waitSeconds: 0, visibilitySeconds: 600 });
    const { exitCode, output } = await dlq('list');
    expect(output).not.toContain('is empty');
    expect(output).toContain('Incomplete: about 1 message could not be seen');
    expect(exitCode).toBe(1);
  });

  it('lists what it has seen when it is interrupted, says that it is not all, and shows everybody all again', async () => {
    await queues.bury();
    const [id] = queues.deadIds();
    let lookAgain = () => {};
    const looksAgain = new Promise<void>((resolve) => {
      lookAgain = resolve;
    });
    const proxy = await proxyToSqs((operation, number) => {
      if (operation === 'ReceiveMessage' && number === 2) lookAgain();
      return 'pass';
    });
    const command = startScript('dlq', ['list'], { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url });
    await looksAgain;
    const { output } = await command.interrupt();
    await proxy.close();
    expect(output).toMatch(new RegExp(`^${id}\n[\\s\\S]*1 message: 1 not_found\nIncomplete: It was interrupted\\.\n$`));
    expect(waiting()).toEqual([0, 1]);
  });

  it('shows what cannot be read as such, and lets no message write on the terminal', async () => {
    queues.sqs.sendMessage('dead-letters', 'not ours \u009b2J');
    await queues.bury({ ...queuedDelivery(), body: '{}' }, { reason: 'bad\n\u202etxt' });
    const { output } = await dlq('list');
    expect(output.match(/event +unreadable/g)).toHaveLength(2);
    expect(output).toContain('moved_by_sqs  SQS moved it here');
    expect(output).toContain('bad \\u{202e}txt');
  });
});

describe('npm run dlq -- show', () => {
  it('shows one message in full', async () => {
    await queues.bury();
    const delivery = queuedDelivery();
    await queues.bury(delivery);
    const { exitCode, output } = await dlq('show', queues.deadIds()[1] ?? '');
    expect(output).toMatch(new RegExp(`^${queues.deadIds()[1]}\n`));
    expect(output).toContain(`  correlation  ${delivery.correlationId}\n  key          ${delivery.deliveryKey}\n`);
    expect(output).toMatch(/received at +\d{4}-\d\d-\d\dT\S+Z\n +died at +\d{4}-\d\d-\d\dT\S+Z\n/);
    expect(output).toContain(`\n\n${JSON.stringify(JSON.parse(delivery.body), null, 2)}\n`);
    expect(exitCode).toBe(0);
    expect(waiting()).toEqual([0, 2]);
  });

  it('shows one that cannot be read as it is', async () => {
    queues.sqs.sendMessage('dead-letters', 'not ours\n\u009b2J');
    const { exitCode, output } = await dlq('show', queues.deadIds()[0] ?? '');
    expect(output).toContain('\n\nnot ours\n\\u{9b}2J\n');
    expect(exitCode).toBe(0);
  });

  it('does not claim that there is no such message when somebody else hides one', async () => {
    await queues.bury();
    await queues.deadLetterQueue.receive({ maxMessages: 1, waitSeconds: 0, visibilitySeconds: 600 });
    const { exitCode, output } = await dlq('show', 'hidden-one');
    expect(output).toContain('Not found so far: message hidden-one.\nIncomplete: about 1 message could not be seen');
    expect(exitCode).toBe(1);
  });

  it('says that there is no such message', async () => {
    await queues.bury();
    const { exitCode, output } = await dlq('show', 'none-such');
    expect(output).toBe('The dead-letter queue has no message none-such.\n');
    expect(exitCode).toBe(1);
    expect(waiting()).toEqual([0, 1]);
  });
});

describe('npm run dlq -- redrive', () => {
  it('--all puts everything back, unreadable or not, and tells of each', async () => {
    const texts = [await queues.bury(queuedDelivery('the-file')), 'not ours'].sort();
    queues.sqs.sendMessage('dead-letters', 'not ours');
    const [first, second] = queues.deadIds();
    const { exitCode, output } = await dlq('redrive', '--all', '--rate', '1000');
    expect(output).toContain(`${first}  file.ready  the-file  file-ready\n`);
    expect(output).toContain(`${second}  unreadable\n`);
    expect(output).toMatch(/\n2 messages put back\.\n$/);
    expect(exitCode).toBe(0);
    expect(queues.textsIn('queue')).toEqual(texts);
    expect(waiting()).toEqual([2, 0]);
  });

  it('<id>... puts back those, and says which there are not', async () => {
    for (let number = 1; number <= 3; number += 1) await queues.bury();
    const [, second = '', third = ''] = queues.deadIds();
    const { exitCode, output } = await dlq('redrive', third, second, 'none-such', '--rate', '1000');
    expect(output).toContain('2 messages put back.\nThe dead-letter queue has no message none-such.');
    expect(exitCode).toBe(1);
    expect(waiting()).toEqual([2, 1]);
  });

  it('--all says that there is nothing', async () => {
    expect(await dlq('redrive', '--all')).toEqual({ exitCode: 0, output: 'Nothing to put back.\n' });
  });

  it('ends when the main queue refuses, with nothing lost', async () => {
    for (let number = 1; number <= 4; number += 1) await queues.bury();
    const proxy = await proxyToSqs((operation, number) => {
      return operation === 'SendMessage' && number === 3 ? 'deny' : 'pass';
    });
    const environment = { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url };
    const { exitCode, output } = await runScript('dlq', ['redrive', '--all', '--rate', '1000'], environment);
    await proxy.close();
    expect(output).toContain('2 messages put back.');
    expect(output).toContain('It ended early: AWS sqs answered SendMessage with AccessDenied (status 403).');
    expect(exitCode).toBe(1);
    expect(waiting()).toEqual([2, 2]);
  });

  it('ends when the answer of the main queue is lost, and says that the message may be in both queues', async () => {
    for (let number = 1; number <= 3; number += 1) await queues.bury();
    const proxy = await proxyToSqs((operation) => (operation === 'SendMessage' ? 'pass, and cut' : 'pass'));
    const environment = { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url };
    const { exitCode, output } = await runScript('dlq', ['redrive', '--all', '--rate', '1000'], environment);
    await proxy.close();
    expect(output).toMatch(
      /It ended early: AWS sqs gave no answer to SendMessage.*\nThe message \S+ may be in both queues/,
    );
    expect(exitCode).toBe(1);
    expect(waiting()[1]).toBe(3);
  });

  it('does not say that the main queue has not got it when an answer was lost, whatever a second one would have said', async () => {
    await queues.bury();
    const proxy = await proxyToSqs((operation, number) => {
      if (operation !== 'SendMessage') return 'pass';
      return number === 1 ? 'pass, and cut' : 'deny';
    });
    const environment = { ...queues.environment, AWS_ENDPOINT_URL_SQS: proxy.url };
    const { output } = await runScript('dlq', ['redrive', '--all', '--rate', '1000'], environment);
    await proxy.close();
    expect(output).toMatch(/The message \S+ may be in both queues/);
    expect(waiting()).toEqual([1, 1]);
  });

  it('shows everybody again what it has not put back when it is interrupted', async () => {
    for (let number = 1; number <= 3; number += 1) await queues.bury();
    const command = startScript('dlq', ['redrive', '--all', '--rate', '0.1'], queues.environment);
    await command.printed('  file.ready');
    const { output } = await command.interrupt();
    expect(output).toMatch(/put back\.\nIt ended early: It was interrupted\./);
    const [putBack = 0, left = 0] = waiting();
    expect(putBack + left).toBe(3);
    expect(left).toBeGreaterThan(0);
  });

  it('refuses to put a queue’s messages into itself', async () => {
    const { exitCode, output } = await dlq('redrive', '--all', '--queue-url', queues.deadLetterQueue.url);
    expect(output).toContain('are the same');
    expect(exitCode).toBe(1);
  });
});

describe('the queues', () => {
  it('are those of the options before those of the environment', async () => {
    await queues.bury();
    const urls = ['--queue-url', queues.queue.url, '--dead-letter-queue-url', queues.deadLetterQueue.url];
    const elsewhere = { ...queues.environment, QUEUE_URL: 'http://x/y', DEAD_LETTER_QUEUE_URL: 'http://x/z' };
    expect(await runScript('dlq', ['redrive', '--all', ...urls], elsewhere)).toMatchObject({ exitCode: 0 });
    expect(waiting()).toEqual([1, 0]);
  });

  it('are the sandbox’s, without any credentials', async () => {
    await queues.bury();
    const { queue, deadLetterQueue, url: sqsUrl } = queues;
    const state = mkdtempSync(join(tmpdir(), 'state-'));
    writeQueueAddresses(state, { queueUrl: queue.url, deadLetterQueueUrl: deadLetterQueue.url, sqsUrl });
    const options = ['redrive', '--all', '--sandbox', '--state', state];
    expect(await runScript('dlq', options, NOT_SET)).toMatchObject({ exitCode: 0 });
    expect(waiting()).toEqual([1, 0]);
  });

  it('are nowhere when the sandbox does not run, or was killed', async () => {
    const state = mkdtempSync(join(tmpdir(), 'state-'));
    const options = ['list', '--sandbox', '--state', state];
    const told = `No sandbox is running with its state in ${state}. Start one with \`npm start\``;
    expect(await runScript('dlq', options, NOT_SET)).toEqual({ exitCode: 1, output: expect.stringContaining(told) });

    const sqsUrl = 'http://127.0.0.1:1';
    writeQueueAddresses(state, { queueUrl: `${sqsUrl}/1/main`, deadLetterQueueUrl: `${sqsUrl}/1/dead`, sqsUrl });
    const { exitCode, output } = await runScript('dlq', options, NOT_SET);
    expect(output).toMatch(/gave no answer to GetQueueAttributes.*\nDoes the sandbox still run\?/);
    expect(exitCode).toBe(1);
  });

  it('have to be named, and exist', async () => {
    const noUrl = await runScript('dlq', ['list'], NOT_SET);
    expect(noUrl).toEqual({ exitCode: 1, output: expect.stringContaining('set DEAD_LETTER_QUEUE_URL') });
    expect(await dlq('list', '--dead-letter-queue-url', 'dead-letters')).toEqual({
      exitCode: 1,
      output: '--dead-letter-queue-url is not the URL of a queue: dead-letters\n',
    });
    const nobodys = await dlq('list', '--dead-letter-queue-url', `${queues.deadLetterQueue.url}-nobodys`);
    expect(nobodys).toEqual({ exitCode: 1, output: expect.stringContaining('QueueDoesNotExist') });
  });

  it('are read with the credentials of a profile', async () => {
    await queues.bury();
    const folder = mkdtempSync(join(tmpdir(), 'profile-'));
    const credentials = join(folder, 'credentials');
    writeFileSync(credentials, '[somebody]\naws_access_key_id = id\naws_secret_access_key = key\n');
    const profile = { AWS_PROFILE: 'somebody', AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_REGION: 'us-east-1' };
    const urls = { DEAD_LETTER_QUEUE_URL: queues.deadLetterQueue.url };
    const { exitCode, output } = await runScript('dlq', ['list'], { ...NOT_SET, ...NO_PROFILE, ...profile, ...urls });
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/^1 message: 1 not_found$/m) });
  });

  it('need credentials, and the command says where to get them', async () => {
    const environment = { ...NO_PROFILE, DEAD_LETTER_QUEUE_URL: queues.deadLetterQueue.url, AWS_REGION: 'us-east-1' };
    const { exitCode, output } = await runScript('dlq', ['list'], { ...NOT_SET, ...environment });
    expect(output).toMatch(/^There are no AWS credentials: configure them as for the AWS CLI/);
    expect(exitCode).toBe(1);
  });
});

describe('npm run dlq', () => {
  it.each(['', 'redrive'])('%s --help explains itself', async (command) => {
    const { exitCode, output } = await runScript('dlq', [...(command ? [command] : []), '--help'], NOT_SET);
    expect(output).toMatch(new RegExp(`^Usage: npm run dlq -- ${command || '<command>'}`));
    expect(output).toMatch(/--sandbox[\s\S]*--dead-letter-queue-url[\s\S]*--queue-url/);
    expect(exitCode).toBe(0);
  });

  it('without a command says what is missing', async () => {
    expect(await dlq()).toEqual({ exitCode: 1, output: expect.stringMatching(/^Which command\?/) });
  });
});
