import { DynamoDb, type TableDefinition } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import type { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import type { Listener } from '../../sandbox/http/listen.ts';
import { HOSTS, NAMES } from '../isolation/test-environment.ts';

/** The AWS services of a test, in memory. */
export interface AwsServices {
  readonly secretsManager: SecretsManager;
  readonly sqs: Sqs;
  /** Serves each service, by its host. */
  readonly listeners: Readonly<Record<string, Listener>>;
}

/** Seconds for which a message stays hidden after its receipt, as a stack sets it. */
const VISIBILITY_TIMEOUT_SECONDS = 360;

/** 14 days, the maximum of SQS. */
const RETENTION_SECONDS = 1_209_600;

/** Starts the services with the queues and tables that a stack has. */
export async function startAwsServices(clock: SandboxClock): Promise<AwsServices> {
  const secretsManager = new SecretsManager(() => clock.now());
  const sqs = await Sqs.start({
    queues: [NAMES.queue, NAMES.deadLetterQueue].map((name) => ({
      name,
      visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
      retentionSeconds: RETENTION_SECONDS,
    })),
    clock,
  });
  const tables = [NAMES.idempotencyTable, NAMES.storeTable].map(tableNamed);
  const dynamoDb = await DynamoDb.start({ tables, clock });
  return {
    secretsManager,
    sqs,
    listeners: {
      [HOSTS.secretsManager]: secretsManager.listener,
      [HOSTS.sqs]: sqs.listener,
      [HOSTS.dynamoDb]: dynamoDb.listener,
    },
  };
}

function tableNamed(TableName: string): TableDefinition & { readonly AttributeDefinitions: readonly object[] } {
  return {
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  };
}
