import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaContext } from '../contestant.ts';
import type { QueueBatch, SqsRecord } from '../queue-batch.ts';

// The worker's job as one writes it by hand in one file: Powertools and the AWS SDK as they come, and `fetch`.

interface FrameioFile {
  readonly name: string;
  readonly media_type: string;
  readonly file_size: number;
}

interface FrameioAnswer {
  readonly status: number;
  readonly data: FrameioFile;
}

interface Delivery {
  readonly body: string;
  readonly deliveryKey: string;
  readonly receivedAt: number;
  readonly correlationId: string;
}

const logger = new Logger();
const metrics = new Metrics({ namespace: 'PlainWorker' });
const sqs = new SQSClient();
const secretsManager = new SecretsManagerClient();
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' });
const config = new IdempotencyConfig({ eventKeyJmesPath: 'deliveryKey' });
let token: Promise<string> | undefined;

async function getToken(): Promise<string> {
  const command = new GetSecretValueCommand({ SecretId: process.env.API_CREDENTIALS_SECRET_ID });
  const { SecretString } = await secretsManager.send(command);
  if (!SecretString) throw new Error('The secret with the token is empty');
  return SecretString;
}

async function callFrameio(path: string, init: RequestInit = {}): Promise<FrameioAnswer> {
  token ??= getToken();
  const response = await fetch(`${process.env.FRAMEIO_BASE_URL}/v4${path}`, {
    ...init,
    headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json' },
  });
  return { status: response.status, ...JSON.parse(await response.text()) };
}

/** @returns Frame.io's last status. */
const comment = makeIdempotent(
  async (delivery: Delivery): Promise<number> => {
    const { account, resource } = JSON.parse(delivery.body);
    const path = `/accounts/${account.id}/files/${resource.id}`;
    const { status, data: file } = await callFrameio(path);
    if (status !== 200) return status;
    const text = `${file.name} is ready: ${file.media_type}, ${file.file_size} bytes.`;
    const posted = await callFrameio(`${path}/comments`, { method: 'POST', body: JSON.stringify({ data: { text } }) });
    logger.info('comment posted', { correlationId: delivery.correlationId });
    return posted.status;
  },
  { persistenceStore, config },
);

async function work({ body, receiptHandle }: SqsRecord): Promise<void> {
  const delivery: Delivery = JSON.parse(body);
  const status = await comment(delivery);
  if (status < 300) {
    metrics.addMetric('HandlersCompleted', MetricUnit.Count, 1);
    metrics.addMetric('AgeAtCompletion', MetricUnit.Milliseconds, Date.now() - delivery.receivedAt);
    return;
  }
  metrics.addMetric('HandlersFailed', MetricUnit.Count, 1);
  if (status === 403 || status === 404 || status === 422) {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.DEAD_LETTER_QUEUE_URL, MessageBody: body }));
    return;
  }
  const hidden = { QueueUrl: process.env.QUEUE_URL, ReceiptHandle: receiptHandle, VisibilityTimeout: 60 };
  await sqs.send(new ChangeMessageVisibilityCommand(hidden));
  throw new Error(`Frame.io answered ${status}`);
}

const processor = new BatchProcessor(EventType.SQS);

export async function handler(batch: QueueBatch, context: LambdaContext) {
  logger.addContext(context);
  config.registerLambdaContext(context);
  const reply = await processPartialResponse(batch, work, processor, { context, throwOnFullBatchFailure: false });
  metrics.publishStoredMetrics();
  return reply;
}
