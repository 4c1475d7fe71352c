import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';

/** Returns the queues of the template, named `deliveries` and `dead-letters`. */
export function queuesOf(stack: SynthesizedStack) {
  const source = stack.queues.find(({ redrive }) => redrive);
  if (!source?.redrive) throw new Error('The template has no queue with a dead-letter queue.');
  const { visibilityTimeoutSeconds, retentionSeconds, redrive } = source;
  const deadLetterQueue = stack.queues.find(({ logicalId }) => logicalId === redrive.deadLetterQueueLogicalId);
  if (!deadLetterQueue) throw new Error('The template has no dead-letter queue.');
  return [
    {
      name: 'deliveries',
      visibilityTimeoutSeconds,
      retentionSeconds,
      redrivePolicy: { maxReceiveCount: redrive.maxReceiveCount, deadLetterQueue: 'dead-letters' },
    },
    { name: 'dead-letters', retentionSeconds: deadLetterQueue.retentionSeconds },
  ];
}
