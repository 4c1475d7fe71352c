import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { deliveryKey } from '../../lib/idempotency/delivery-key.ts';
import type { DynamoDb } from '../aws/dynamodb/dynamodb.ts';
import type { Sqs } from '../aws/sqs/sqs.ts';
import { type DeliveryAttempt, isDelivered, type WebhookBody } from '../frameio/webhooks/webhook-sender.ts';
import type { DeliveryReport, HandlerReport } from './delivery-report.ts';
import type { FunctionLog, LoggedOutcome } from './function-log.ts';
import { readWorkRecord, type WorkRecord } from './idempotency-records.ts';
import { type QueuedWork, queuedWorkOf } from './queued-work.ts';

/** A delivery that Frame.io has sent. */
export interface SentDelivery {
  readonly id: string;
  readonly body: WebhookBody;
  /** Text of the body, as signed. */
  readonly text: string;
  readonly attempts: readonly DeliveryAttempt[];
  /** Position of the functions' log before the delivery. */
  readonly logPosition: number;
}

/** Where to find out what happened. */
export interface ReportSources {
  readonly stack: Pick<SynthesizedStack, 'manifest' | 'queues' | 'tables'>;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly log: FunctionLog;
  /** Errors of the batches that failed as a whole, by the id of each message. */
  readonly batchErrors: ReadonlyMap<string, string>;
}

/**
 * Finds out what happened to each handler of a delivery: from the queues, the idempotency records and the response. The
 * functions' log adds the errors. Call this when nothing runs.
 *
 * @returns `undefined` if the delivery had no attempt, because the sandbox stopped.
 */
export async function reportDelivery(
  { id, body, text, attempts, logPosition }: SentDelivery,
  sources: ReportSources,
): Promise<DeliveryReport | undefined> {
  const attempt = attempts.at(-1);
  if (!attempt) return undefined;
  const isAccepted = isDelivered(attempt);
  const deliveryKeys = attempts.map(({ timestamp }) => deliveryKey({ body: text, timestamp }));
  const facts = {
    isAccepted,
    attempts,
    deliveryKeys,
    work: queuedWorkOf(sources.sqs, sources.stack.queues, deliveryKeys),
  };
  const names = handlersOf(sources.stack.manifest, body.type);
  const handlers = await Promise.all(names.map((name) => reportHandler(name, facts, sources)));
  const log = isAccepted ? [] : sources.log.problemsSince(logPosition);
  return { deliveryId: id, body, attempt, isAccepted, handlers, log };
}

/** Returns the names of the handlers that listen to an event. */
function handlersOf({ handlers }: AppManifest, eventType: string): readonly string[] {
  return handlers.filter(({ events }) => events.includes(eventType) || events.includes('*')).map(({ name }) => name);
}

interface DeliveryFacts {
  readonly isAccepted: boolean;
  readonly attempts: readonly DeliveryAttempt[];
  readonly deliveryKeys: readonly string[];
  readonly work: readonly QueuedWork[];
}

async function reportHandler(
  handlerName: string,
  { isAccepted, attempts, deliveryKeys, work }: DeliveryFacts,
  sources: ReportSources,
): Promise<HandlerReport> {
  const own = work.filter(({ handlers }) => handlers?.includes(handlerName) ?? true);
  const deadLetter = own.find(({ isDeadLetter }) => isDeadLetter);
  if (deadLetter) {
    const { reason = 'SQS moved the message after too many receives.' } = deadLetter;
    return { handlerName, status: 'dead_lettered', isFailure: true, error: reason };
  }
  const records = await readRecords(handlerName, deliveryKeys, sources);
  const requestIds = attempts.flatMap((attempt) => ('requestId' in attempt && attempt.requestId) || []);
  const logged = sources.log.outcomeOf(handlerName, requestIds) ?? outcomeOfRecords(records);
  const [waiting] = own;
  if (waiting) {
    const { messageId, nextRunAt } = waiting;
    const error = sources.batchErrors.get(messageId);
    if (error !== undefined) return { handlerName, status: 'failed', isFailure: true, error, nextRunAt };
    return { handlerName, status: 'queued', isFailure: false, ...logged, nextRunAt };
  }
  if (records.some(({ isCompleted }) => isCompleted)) return { handlerName, status: 'completed', isFailure: false };
  if (logged) return { handlerName, ...logged };
  // No record: the handler runs without an idempotency store, or with one of its own.
  return { handlerName, status: isAccepted ? 'completed' : 'not_started', isFailure: !isAccepted };
}

async function readRecords(
  handlerName: string,
  deliveryKeys: readonly string[],
  { stack, dynamoDb }: ReportSources,
): Promise<readonly WorkRecord[]> {
  const reads = stack.tables.flatMap((table) =>
    deliveryKeys.map((deliveryKey) => readWorkRecord(dynamoDb, table, { deliveryKey, handlerName })),
  );
  return (await Promise.all(reads)).filter((record) => record !== undefined);
}

/** An app with a logger of its own may log no outcome. Then the records tell at least a failure. */
function outcomeOfRecords(records: readonly WorkRecord[]): LoggedOutcome | undefined {
  return records.some(({ failures }) => failures > 0) ? { status: 'failed', isFailure: true } : undefined;
}
