import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { createDynamoDbClient } from '../aws/dynamodb-client.ts';
import { createSqsClientForQueue } from '../aws/sqs-client.ts';
import { SqsQueue } from '../aws/sqs-queue.ts';
import { FrameioClient } from '../client/client.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { ENV, requireEnv } from '../core/env.ts';
import { FileReadyRecords } from '../idempotency/file-ready-records.ts';
import { defaultMetrics } from '../observability/default-metrics.ts';
import { withSerializedErrors } from '../observability/logger.ts';
import { neverThrowing } from '../observability/metrics.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { SqsDeliveryQueue } from '../queue/delivery-queue.ts';
import { fromSecretsManager } from '../secrets/secrets-manager.ts';
import { StoredToken } from '../secrets/stored-token.ts';
import { PassStore } from './pass-store.ts';
import { type ReconciliationServices, reconcile } from './reconcile.ts';
import { parseReconciliationSettings } from './reconciliation-settings.ts';

/** Part of the invocation's time, in ms, that is reserved for the last call and for storing what is left. */
const RESERVED_MS = 45_000;

/** Time for a call to Frame.io, in ms, with its retries. It must end before the reserved time does. */
const API_TIMEOUT_MS = 30_000;

/** Time for a call to AWS, in ms. */
const AWS_TIMEOUT_MS = 5_000;

/**
 * Half of Frame.io's limit for each list that the function reads (API reference: 100 calls in a minute), so that handlers with
 * the same token keep the other half.
 */
const RATE_LIMIT = { requests: 1, perMs: 1_200 };

/** The part of Lambda's context object that the function uses. */
export interface InvocationContext {
  readonly functionName: string;
  getRemainingTimeInMillis(): number;
}

/** Makes the Lambda handler that a schedule invokes. It reads its settings from the environment at the first invocation. */
export function reconciliationHandler(
  clock: Clock = systemClock,
): (event: unknown, context: InvocationContext) => Promise<void> {
  const logger = withSerializedErrors(new PowertoolsLogger(), serializeError);
  const metrics = neverThrowing(defaultMetrics(undefined), logger);
  let services: ReconciliationServices | undefined;
  return async (_event, context) => {
    try {
      services ??= createServices(context.functionName, { logger, metrics, clock });
      await reconcile(services, clock.now() + context.getRemainingTimeInMillis() - RESERVED_MS);
    } catch (error) {
      logger.error('reconciliation failed', { error });
      throw error;
    } finally {
      metrics.publish();
    }
  };
}

function createServices(
  functionName: string,
  { logger, metrics, clock }: Pick<ReconciliationServices, 'logger' | 'metrics' | 'clock'>,
): ReconciliationServices {
  const settings = parseReconciliationSettings(requireEnv(ENV.reconciliationSettings), ENV.reconciliationSettings);
  const tableName = requireEnv(ENV.idempotencyTable);
  const table = createDynamoDbClient({ timeoutMs: AWS_TIMEOUT_MS });
  const queueUrl = requireEnv(ENV.queueUrl);
  const messages = new SqsQueue(queueUrl, createSqsClientForQueue(queueUrl, { timeoutMs: AWS_TIMEOUT_MS }));
  const secret = fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId));
  const client = new FrameioClient({
    token: new StoredToken(secret, { logger, metrics, imsUrl: process.env[ENV.imsUrl], clock }),
    baseUrl: process.env[ENV.frameioBaseUrl],
    timeoutMs: API_TIMEOUT_MS,
    rateLimit: () => RATE_LIMIT,
    clock,
  });
  return {
    client,
    settings,
    records: new FileReadyRecords(tableName, table),
    passes: new PassStore(tableName, functionName, table),
    queue: new SqsDeliveryQueue(queueUrl, messages),
    clock,
    logger,
    metrics,
  };
}
