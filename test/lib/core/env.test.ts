import { expect, it } from '@jest/globals';
import { jobDeadLetterQueueVariable, jobQueueVariable } from '../../../lib/core/env.ts';

it.each([
  { name: 'render', queue: 'RENDER_JOB_QUEUE_URL', deadLetterQueue: 'RENDER_JOB_DEAD_LETTER_QUEUE_URL' },
  { name: 'makeProxy', queue: 'MAKE_PROXY_JOB_QUEUE_URL', deadLetterQueue: 'MAKE_PROXY_JOB_DEAD_LETTER_QUEUE_URL' },
  { name: 'make-proxy', queue: 'MAKE_PROXY_JOB_QUEUE_URL', deadLetterQueue: 'MAKE_PROXY_JOB_DEAD_LETTER_QUEUE_URL' },
])('the variables of the job $name name its queues', ({ name, queue, deadLetterQueue }) => {
  expect([jobQueueVariable(name), jobDeadLetterQueueVariable(name)]).toEqual([queue, deadLetterQueue]);
});
