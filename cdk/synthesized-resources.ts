import { isRecord } from '../lib/core/type-guards.ts';
import { resourcesOf, type Template } from './template.ts';

/** A value that CloudFormation fills in: something of another resource of the template. */
export interface SynthesizedReference {
  readonly logicalId: string;
  /** Type of the resource in CloudFormation, such as `AWS::SQS::Queue`. */
  readonly resourceType: string;
  /**
   * Which of its attributes: `Arn`, for example. `Ref` is the one that CloudFormation's `Ref` gives: of a secret the ARN,
   * of a queue the URL, of a table the name.
   */
  readonly attribute: string;
}

/** An SQS queue as the template describes it. */
export interface SynthesizedQueue {
  readonly logicalId: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  /** Where SQS moves a message that was received once too often; a dead-letter queue has none. */
  readonly redrive?: { readonly deadLetterQueueLogicalId: string; readonly maxReceiveCount: number };
}

/** A DynamoDB table as the template describes it. */
export interface SynthesizedTable {
  readonly logicalId: string;
  /** The attribute that identifies an item: a string. */
  readonly partitionKey: string;
  /** The attribute that holds when an item ends, in Unix seconds. */
  readonly timeToLiveAttribute?: string;
}

/** How Lambda feeds a function from a queue. */
export interface SynthesizedEventSource {
  readonly queueLogicalId: string;
  readonly functionLogicalId: string;
  /** Most messages of one invocation. */
  readonly batchSize: number;
  /** Most invocations at once. */
  readonly maxConcurrency: number;
  /** Whether the function's answer tells which messages are to come back; else all of them do when it throws. */
  readonly reportsBatchItemFailures: boolean;
}

/** Reads a `Ref` or an `Fn::GetAtt`; `undefined` when the value is neither, or of no resource of the template. */
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
