import { ENV } from '../core/env.ts';
import { IdempotencyStoreError } from '../core/errors.ts';
import { withTimeout } from '../core/with-timeout.ts';
import type { DeliveryDetails } from '../dispatch/delivery-details.ts';
import { type HandlerResult, isUnfinished } from '../dispatch/handler-result.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import { deliveryKey } from '../idempotency/delivery-key.ts';
import { FileReadyRecords } from '../idempotency/file-ready-records.ts';
import type { Logger } from '../observability/logger.ts';

/** Runs the handlers of a delivery within a time budget in milliseconds. */
type RunDelivery = (budgetMs: number, details: DeliveryDetails | undefined) => Promise<readonly HandlerResult[]>;

/** Returns the recorder of an app, or `undefined` in a bundle that leaves it out. */
export function createFileReadyRecorder(logger: Logger): FileReadyRecorder | undefined {
  // A constant in a bundle: see `cdk/bundling`.
  if (process.env.FRAMEIO_LAMBDA_WITHOUT_RECONCILIATION === 'true') return undefined;
  return new FileReadyRecorder(logger);
}

/** Records the deliveries of `file.ready` if the deployment turns reconciliation on. Otherwise it does nothing. */
class FileReadyRecorder {
  readonly #logger: Logger;
  #records: FileReadyRecords | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /**
   * Records a delivery and runs its handlers. A delivery of an event that reconciliation has enqueued runs with the identity of
   * that one. Every handler counts, also one that skips the event: reconciliation then does not enqueue it either.
   *
   * @throws IdempotencyStoreError before any handler runs, if the delivery cannot be recorded.
   */
  async run(
    event: AnyWebhookEvent,
    budgetMs: number,
    details: DeliveryDetails | undefined,
    run: RunDelivery,
  ): Promise<readonly HandlerResult[]> {
    const records = event.type === 'file.ready' ? this.#recordsOfDeployment() : undefined;
    if (!records || !details?.signed) return await run(budgetMs, details);
    const deadline = Date.now() + budgetMs;
    const { isQueued = false } = details;
    const file = { accountId: event.accountId, fileId: event.resourceId };
    const signed = await withTimeout(records.begin(file, details.signed, isQueued), budgetMs, timeoutError).catch(
      (cause: unknown) => {
        const message =
          'Could not record the delivery for reconciliation, so the handlers did not start. See the cause.';
        throw new IdempotencyStoreError(message, { wasHandlerStarted: false, cause });
      },
    );
    const results = await run(deadline - Date.now(), { ...details, signed, deliveryKey: deliveryKey(signed) });
    if (!isQueued && !results.some(isUnfinished)) await this.#accept(records, file);
    return results;
  }

  /** Without this record, reconciliation enqueues the event again, and the handlers count it as a duplicate. */
  async #accept(records: FileReadyRecords, file: Parameters<FileReadyRecords['accept']>[0]): Promise<void> {
    try {
      await records.accept(file);
    } catch (error) {
      this.#logger.warn('completion not recorded', { resource_id: file.fileId, error });
    }
  }

  #recordsOfDeployment(): FileReadyRecords | undefined {
    const tableName = process.env[ENV.idempotencyTable];
    if (process.env[ENV.reconciliation] !== 'true' || !tableName) return undefined;
    this.#records ??= new FileReadyRecords(tableName);
    return this.#records;
  }
}

function timeoutError(): Error {
  return new Error('DynamoDB did not respond within the time budget.');
}
