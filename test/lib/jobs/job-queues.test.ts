import { expect, it } from '@jest/globals';
import { JobQueues } from '../../../lib/jobs/job-queues.ts';
import { withEnvironment } from '../../support/environment.ts';

it('keeps the queue of each job, so that all sends share its connections', () => {
  const restore = withEnvironment({ QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/deliveries' });
  const queues = new JobQueues();
  expect(queues.of('archive')).toBe(queues.of('archive'));
  restore();
});
