import { isRecord } from '../lib/core/type-guards.ts';
import { resourcesOf, type Template } from './template.ts';

/** A value that CloudFormation fills in: an attribute of another resource of the template. */
export interface SynthesizedReference {
  readonly logicalId: string;
  /** CloudFormation type of the resource, such as `AWS::SQS::Queue`. */
  readonly resourceType: string;
  /**
   * Name of the attribute, such as `Arn`. `Ref` is the result of CloudFormation's `Ref`: the ARN of a secret, the URL of a
   * queue, the name of a table.
   */
  readonly attribute: string;
}

/** An SQS queue as the template describes it. */
export interface SynthesizedQueue {
  readonly logicalId: string;
  /** Name of the job whose messages it holds. The main queue and its dead-letter queue have none. */
  readonly job?: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  /** Where SQS moves a message that exceeds the receive count. A dead-letter queue has no redrive. */
  readonly redrive?: { readonly deadLetterQueueLogicalId: string; readonly maxReceiveCount: number };
}

/** A DynamoDB table as the template describes it. */
export interface SynthesizedTable {
  readonly logicalId: string;
  /** Name of the attribute that identifies an item. Its type is string. */
  readonly partitionKey: string;
  /** Name of the attribute with an item's expiration time, in Unix seconds. */
  readonly timeToLiveAttribute?: string;
}

/** How Lambda invokes a function with messages of a queue. */
export interface SynthesizedEventSource {
  readonly queueLogicalId: string;
  readonly functionLogicalId: string;
  /** Maximum number of messages in one invocation. */
  readonly batchSize: number;
  /** Maximum number of concurrent invocations. */
  readonly maxConcurrency: number;
  /** Whether the function's response lists the failed messages. Otherwise all messages fail if it throws. */
  readonly reportsBatchItemFailures: boolean;
}

/** Reads a `Ref` or an `Fn::GetAtt`. Returns `undefined` for other values and for resources outside the template. */
export function referenceIn({ Resources }: Template, value: unknown): SynthesizedReference | undefined {
  if (!isRecord(value)) return undefined;
  const [logicalId, attribute] = 'Ref' in value ? [value.Ref, 'Ref'] : [value['Fn::GetAtt']].flat();
  const resource = Resources[String(logicalId)];
  return resource && { logicalId: String(logicalId), resourceType: resource.Type, attribute: String(attribute) };
}

export function queuesOf(template: Template): readonly SynthesizedQueue[] {
  return resourcesOf(template, 'AWS::SQS::Queue').map(([logicalId, { Properties }]) => {
    const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = Properties;
    const { deadLetterTargetArn, maxReceiveCount } = isRecord(RedrivePolicy) ? RedrivePolicy : {};
    const deadLetterQueue = referenceIn(template, deadLetterTargetArn);
    return {
      logicalId,
      visibilityTimeoutSeconds: Number(VisibilityTimeout ?? 30),
      retentionSeconds: Number(MessageRetentionPeriod ?? 345_600),
      ...(deadLetterQueue && {
        redrive: { deadLetterQueueLogicalId: deadLetterQueue.logicalId, maxReceiveCount: Number(maxReceiveCount) },
      }),
    };
  });
}

export function tablesOf(template: Template): readonly SynthesizedTable[] {
  return resourcesOf(template, 'AWS::DynamoDB::Table').map(([logicalId, { Properties }]) => {
    const keys = Array.isArray(Properties.KeySchema) ? Properties.KeySchema.filter(isRecord) : [];
    const partitionKey = keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
    const { AttributeName } = isRecord(Properties.TimeToLiveSpecification) ? Properties.TimeToLiveSpecification : {};
    return {
      logicalId,
      partitionKey: String(partitionKey),
      ...(AttributeName !== undefined && { timeToLiveAttribute: String(AttributeName) }),
    };
  });
}

export function eventSourcesOf(template: Template): readonly SynthesizedEventSource[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
    const { EventSourceArn, FunctionName, BatchSize, ScalingConfig, FunctionResponseTypes } = Properties;
    const { MaximumConcurrency } = isRecord(ScalingConfig) ? ScalingConfig : {};
    return {
      queueLogicalId: referenceIn(template, EventSourceArn)?.logicalId ?? '',
      functionLogicalId: referenceIn(template, FunctionName)?.logicalId ?? '',
      batchSize: Number(BatchSize ?? 10),
      maxConcurrency: Number(MaximumConcurrency ?? 1_000),
      reportsBatchItemFailures: [FunctionResponseTypes].flat().includes('ReportBatchItemFailures'),
    };
  });
}
