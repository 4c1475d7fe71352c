import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { DynamoDb } from '../aws/dynamodb/dynamodb.ts';
import type { Sqs } from '../aws/sqs/sqs.ts';
import type { HandlerReport } from './delivery-report.ts';
import type { FunctionLog, HandledDelivery, LoggedOutcome } from './function-log.ts';
import { readWorkRecord, type WorkRecord } from './idempotency-records.ts';
import { type QueuedWork, queuedWorkOf } from './queued-work.ts';

/** Where to find out what happened. */
export interface ReportSources {
  readonly stack: Pick<SynthesizedStack, 'manifest' | 'queues' | 'tables'>;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly log: FunctionLog;
  /** Errors of the batches that failed as a whole, by the id of each message. */
  readonly batchErrors: ReadonlyMap<string, string>;
  /** See `HandlerReport`. */
  readonly maxAttempts?: number | undefined;
}

/** The delivery that the handlers ran for. */
export interface ReportedWork extends HandledDelivery {
  /** Whether the endpoint accepted the delivery. */
  readonly isAccepted: boolean;
}

/** Finds out what happened to each of these handlers. */
export async function reportHandlers(
  names: readonly string[],
  work: ReportedWork,
  sources: ReportSources,
): Promise<readonly HandlerReport[]> {
  const queued = queuedWorkOf(sources.sqs, sources.stack.queues, work.deliveryKeys);
  return await Promise.all(names.map((name) => reportHandler(name, work, queued, sources)));
}

async function reportHandler(
  handlerName: string,
  work: ReportedWork,
  queued: readonly QueuedWork[],
  sources: ReportSources,
): Promise<HandlerReport> {
  const { log, maxAttempts, batchErrors } = sources;
  const own = queued.filter(({ handlers }) => handlers?.includes(handlerName) ?? true);
  const logged = log.outcomeOf(handlerName, work);
  const deadLetter = own.find(({ isDeadLetter }) => isDeadLetter);
  if (deadLetter) {
    const { messageId: deadLetterId, reason = 'SQS moved the message after too many receives.' } = deadLetter;
    const location = logged?.location && { location: logged.location };
    return { handlerName, status: 'dead_lettered', isFailure: true, error: reason, ...location, deadLetterId };
  }
  const records = await readRecords(handlerName, work.deliveryKeys, sources);
  const failures = Math.max(0, ...records.map((record) => record.failures));
  const outcome = logged ?? outcomeOfRecords(records);
  const attempts = failures > 0 && { failures, ...(maxAttempts !== undefined && { maxAttempts }) };
  const [waiting] = own;
  if (waiting) {
    const { messageId, nextRunAt } = waiting;
    const batchError = batchErrors.get(messageId);
    if (batchError !== undefined && logged?.status !== 'timed_out') {
      return { handlerName, status: 'failed', isFailure: true, error: batchError, ...attempts, nextRunAt };
    }
    const isCounted = outcome?.status === 'failed' || outcome?.status === 'timed_out';
    return { handlerName, status: 'queued', isFailure: false, ...outcome, ...(isCounted && attempts), nextRunAt };
  }
  if (records.some(({ isCompleted }) => isCompleted)) return { handlerName, status: 'completed', isFailure: false };
  if (outcome) return { handlerName, ...outcome };
  // No record: the handler runs without an idempotency store, or with one of its own.
  return { handlerName, status: work.isAccepted ? 'completed' : 'not_started', isFailure: !work.isAccepted };
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
