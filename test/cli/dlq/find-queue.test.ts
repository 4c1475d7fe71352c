import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findDeadLetterQueue, findQueue, jobsWithQueues, type QueueOptions } from '../../../cli/dlq/find-queue.ts';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';

const NONE: QueueOptions = { queueUrl: undefined, deadLetterQueueUrl: undefined, job: undefined };
const urlsFor = (options: QueueOptions) => [findQueue(options).url, findDeadLetterQueue(options).url];

const BASE = 'https://sqs.us-east-1.amazonaws.com/123456789012';
const VARIABLES = {
  QUEUE_URL: `${BASE}/main`,
  DEAD_LETTER_QUEUE_URL: `${BASE}/main-dead`,
  MAKE_PROXY_JOB_QUEUE_URL: `${BASE}/proxies`,
  MAKE_PROXY_JOB_DEAD_LETTER_QUEUE_URL: `${BASE}/proxies-dead`,
};

describe('in the variables', () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, VARIABLES);
  });
  afterEach(() => {
    process.env = before;
  });

  it('finds the main queues', () => {
    expect(urlsFor(NONE)).toEqual([`${BASE}/main`, `${BASE}/main-dead`]);
  });

  it.each(['makeProxy', 'make-proxy', 'MAKE_PROXY'])('finds the queues of the job %s', (job) => {
    expect(urlsFor({ ...NONE, job })).toEqual([`${BASE}/proxies`, `${BASE}/proxies-dead`]);
  });

  it('finds the queues of a job under each name that it lists', () => {
    process.env.RENDER4K_JOB_DEAD_LETTER_QUEUE_URL = `${BASE}/renders-dead`;
    const [, job] = jobsWithQueues(NONE);
    expect(job).toBe('RENDER4K');
    expect(findDeadLetterQueue({ ...NONE, job }).url).toBe(`${BASE}/renders-dead`);
  });

  it('prefers the URL of the option', () => {
    expect(findQueue({ ...NONE, job: 'makeProxy', queueUrl: `${BASE}/other` }).url).toBe(`${BASE}/other`);
  });

  it('lists the jobs that have queues', () => {
    expect(jobsWithQueues(NONE)).toEqual(['MAKE_PROXY']);
  });
});

describe('in a stack or a sandbox', () => {
  const known = {
    title: 'the sandbox',
    main: { queueUrl: 'http://127.0.0.1:1/1/main', deadLetterQueueUrl: 'http://127.0.0.1:1/1/main-dead' },
    jobs: { makeProxy: { queueUrl: 'http://127.0.0.1:1/1/a', deadLetterQueueUrl: 'http://127.0.0.1:1/1/b' } },
    client: createSqsClient({ region: 'us-east-1' }),
  };

  it('finds the main queues and those of a job', () => {
    expect(urlsFor({ ...NONE, known })).toEqual(['http://127.0.0.1:1/1/main', 'http://127.0.0.1:1/1/main-dead']);
    expect(urlsFor({ ...NONE, known, job: 'make-proxy' })).toEqual([
      'http://127.0.0.1:1/1/a',
      'http://127.0.0.1:1/1/b',
    ]);
    expect(jobsWithQueues({ ...NONE, known })).toEqual(['makeProxy']);
  });

  it.each(['render', 'constructor'])('refuses the job %s, which has no queue of its own', (job) => {
    expect(() => findQueue({ ...NONE, known, job })).toThrow(
      `The job "${job}" has no queue of its own in the sandbox. Jobs with a queue of their own: makeProxy. The other jobs use the main queue: leave out --job.`,
    );
  });

  it('refuses a stack in which nothing reads a queue', () => {
    expect(() => findQueue({ ...NONE, known: { ...known, main: undefined } })).toThrow('Name another stack');
  });
});
