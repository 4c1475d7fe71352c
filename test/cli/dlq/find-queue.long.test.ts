import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { writeQueueAddresses } from '../../../sandbox/persistence/queue-addresses.ts';
import { NO_AWS, runDlq, visibleCounts } from '../../support/dlq-command.ts';
import { runScript } from '../../support/run-command.ts';
import { type SqsQueues, startSqsQueues } from '../../support/sqs-queues.ts';

/** Ignores the AWS configuration of the user who runs the tests, and the metadata service of EC2. */
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

it('prefers the URLs of the options to those of the environment', async () => {
  await queues.deadLetter();
  const urls = ['--queue-url', queues.queue.url, '--dead-letter-queue-url', queues.deadLetterQueue.url];
  const elsewhere = { ...queues.environment, QUEUE_URL: 'http://x/y', DEAD_LETTER_QUEUE_URL: 'http://x/z' };
  expect(await runScript('dlq', ['redrive', '--all', ...urls], elsewhere)).toMatchObject({ exitCode: 0 });
  expect(visibleCounts(queues)).toEqual([1, 0]);
});

it('finds the queues of the sandbox without credentials', async () => {
  await queues.deadLetter();
  const { queue, deadLetterQueue, url: sqsUrl } = queues;
  const state = mkdtempSync(join(tmpdir(), 'state-'));
  writeQueueAddresses(state, { queueUrl: queue.url, deadLetterQueueUrl: deadLetterQueue.url, jobs: {}, sqsUrl });
  const options = ['redrive', '--all', '--sandbox', '--state', state];
  expect(await runScript('dlq', options, NO_AWS)).toMatchObject({ exitCode: 0 });
  expect(visibleCounts(queues)).toEqual([1, 0]);
});

it('lists and redrives the dead letters of a job from its own queues', async () => {
  await queues.deadLetter();
  const { queue, deadLetterQueue, environment } = queues;
  const own = {
    ...environment,
    QUEUE_URL: `${queue.url}-other`,
    DEAD_LETTER_QUEUE_URL: queue.url, // an empty queue
    RENDER_JOB_QUEUE_URL: queue.url,
    RENDER_JOB_DEAD_LETTER_QUEUE_URL: deadLetterQueue.url,
  };
  const { output } = await runScript('dlq', ['list'], own);
  expect(output).toContain('Not listed: the dead-letter queues of the jobs RENDER. Add --job <name>.');
  expect(await runScript('dlq', ['redrive', '--all', '--job', 'render'], own)).toMatchObject({ exitCode: 0 });
  expect(visibleCounts(queues)).toEqual([1, 0]);
});

it('reports that the sandbox is not running, also after a kill', async () => {
  const state = mkdtempSync(join(tmpdir(), 'state-'));
  const options = ['list', '--sandbox', '--state', state];
  const message = `No sandbox is running with its state in ${state}. Start one with \`npm start\``;
  expect(await runScript('dlq', options, NO_AWS)).toEqual({ exitCode: 1, output: expect.stringContaining(message) });

  const sqsUrl = 'http://127.0.0.1:1';
  writeQueueAddresses(state, {
    queueUrl: `${sqsUrl}/1/main`,
    deadLetterQueueUrl: `${sqsUrl}/1/dead`,
    jobs: {},
    sqsUrl,
  });
  const { exitCode, output } = await runScript('dlq', options, NO_AWS);
  expect(output).toMatch(/sent no usable response to GetQueueAttributes.*\nIs the sandbox running\?/);
  expect(exitCode).toBe(1);
});

it('refuses an invalid URL and an unknown queue', async () => {
  expect(await runDlq(queues, 'list', '--dead-letter-queue-url', 'dead-letters')).toEqual({
    exitCode: 2,
    output: expect.stringContaining('--dead-letter-queue-url must be the URL of a queue, but is "dead-letters".'),
  });
  const unknownQueue = await runDlq(queues, 'list', '--dead-letter-queue-url', `${queues.deadLetterQueue.url}-unknown`);
  expect(unknownQueue).toEqual({ exitCode: 1, output: expect.stringContaining('QueueDoesNotExist') });
});

it('uses the credentials of a profile', async () => {
  await queues.deadLetter();
  const folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const credentials = join(folder, 'credentials');
  writeFileSync(credentials, '[test-profile]\naws_access_key_id = id\naws_secret_access_key = key\n');
  const profile = { AWS_PROFILE: 'test-profile', AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_REGION: 'us-east-1' };
  const urls = { DEAD_LETTER_QUEUE_URL: queues.deadLetterQueue.url };
  const { exitCode, output } = await runScript('dlq', ['list'], { ...NO_AWS, ...NO_PROFILE, ...profile, ...urls });
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/^1 message: 1 not_found$/m) });
});

it('says how to configure AWS credentials if they are missing', async () => {
  const environment = { ...NO_PROFILE, DEAD_LETTER_QUEUE_URL: queues.deadLetterQueue.url, AWS_REGION: 'us-east-1' };
  const { exitCode, output } = await runScript('dlq', ['list'], { ...NO_AWS, ...environment });
  expect(output).toMatch(/^There are no AWS credentials: configure them as for the AWS CLI/);
  expect(exitCode).toBe(1);
});
