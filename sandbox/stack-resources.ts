import type { SynthesizedQueue, SynthesizedTable } from '../cdk/synthesized-resources.ts';
import type { QueueSettings } from './aws/sqs/queue-options.ts';

/** A queue of a stack as the sandbox's SQS wants it, named as in the template. */
export function queueSettingsOf(queue: SynthesizedQueue): QueueSettings {
  const { logicalId: name, visibilityTimeoutSeconds: visibilitySeconds, retentionSeconds, redrive } = queue;
  return {
    name,
    visibilitySeconds,
    retentionSeconds,
    ...(redrive && { redrive: { ...redrive, queue: redrive.deadLetterQueueLogicalId } }),
  };
}

/** A table of a stack as the sandbox's DynamoDB wants it, named as in the template. */
export function tableDefinitionOf({ logicalId, partitionKey }: SynthesizedTable) {
  return {
    TableName: logicalId,
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
  };
}
