import type { SynthesizedQueue, SynthesizedTable } from '../../cdk/synthesized-resources.ts';
import type { QueueSettings } from '../aws/sqs/queue-settings.ts';

/** Converts a queue of a stack to settings for the sandbox's SQS. Its name is its logical id. */
export function queueSettingsOf(queue: SynthesizedQueue): QueueSettings {
  const { logicalId: name, visibilityTimeoutSeconds, retentionSeconds, redrive } = queue;
  return {
    name,
    visibilityTimeoutSeconds,
    retentionSeconds,
    ...(redrive && {
      redrivePolicy: {
        maxReceiveCount: redrive.maxReceiveCount,
        deadLetterQueue: redrive.deadLetterQueueLogicalId,
      },
    }),
  };
}

/** Converts a table of a stack to input of `CreateTable`. Its name is its logical id. */
export function tableDefinitionOf({ logicalId, partitionKey }: SynthesizedTable) {
  return {
    TableName: logicalId,
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
  };
}
