import { randomUUID } from 'node:crypto';
import type { FileWithIncludes } from '../client/resources/assets.ts';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import type { FileReadyRecords } from '../idempotency/file-ready-records.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { DeliveryQueue } from '../queue/delivery-queue.ts';

/**
 * How long a file must have been ready before its event counts as lost, in ms. Frame.io's retries end after about four minutes
 * (guide, Webhooks). Then every real delivery of the event has an older timestamp than the one that reconciliation makes.
 */
export const GRACE_PERIOD_MS = 15 * 60 * 1_000;

/** What reconciles a file. */
export interface FileServices {
  readonly records: FileReadyRecords;
  readonly queue: DeliveryQueue;
  readonly logger: Logger;
  readonly metrics: MetricsRecorder;
}

/** Where a file is. */
export interface FileLocation {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly projectId: string;
}

/** `accepted`: the app has the event. `waiting`: the event may still arrive. `enqueued`: the event was lost. */
export type FileOutcome = 'accepted' | 'waiting' | 'enqueued';

/**
 * Enqueues the event `file.ready` of a ready file if no delivery of it was accepted, and none can arrive any more. Each step can
 * be repeated: after a crash between two of them, the next call continues, and the queue may get the same delivery twice.
 *
 * @param now - Time in milliseconds since 1970.
 * @throws AwsServiceError | AwsConnectionError
 */
export async function reconcileFile(
  file: Pick<FileWithIncludes, 'id' | 'creator'>,
  location: FileLocation,
  now: number,
  { records, queue, logger, metrics }: FileServices,
): Promise<FileOutcome> {
  const recorded = { accountId: location.accountId, fileId: file.id };
  const { isAccepted, noticedAt } = await records.read(recorded);
  if (isAccepted) return 'accepted';
  if (noticedAt === undefined || now - noticedAt < GRACE_PERIOD_MS) {
    if (noticedAt === undefined) await records.notice(recorded, now);
    return 'waiting';
  }
  const made = { body: bodyOf(file, location), timestamp: String(Math.floor(now / 1_000)) };
  const delivery = await records.claim(recorded, made);
  if (!delivery) return 'accepted';
  const correlationId = randomUUID();
  await queue.send({
    body: Buffer.from(delivery.body).toString(),
    timestamp: delivery.timestamp,
    deliveryKey: deliveryKey(delivery),
    receivedAt: now,
    correlationId,
    accountId: location.accountId,
    isReconciled: true,
  });
  metrics.record('FilesReconciled', 1);
  logger.warn('file reconciled', {
    event_type: 'file.ready',
    resource_id: file.id,
    project_id: location.projectId,
    correlation_id: correlationId,
  });
  await records.accept(recorded);
  return 'enqueued';
}

/** Returns the body that Frame.io would send. The field `reconciled` keeps it different from the body of a real delivery. */
function bodyOf({ id, creator }: Pick<FileWithIncludes, 'id' | 'creator'>, location: FileLocation): string {
  return JSON.stringify({
    account: { id: location.accountId },
    project: { id: location.projectId },
    reconciled: true,
    resource: { id, type: 'file' },
    type: 'file.ready',
    ...(creator?.id && { user: { id: creator.id } }),
    workspace: { id: location.workspaceId },
  });
}
