import { join } from 'node:path';
import type { SynthesizedStack } from '../cdk/synthesize.ts';
import type { SynthesizedReference } from '../cdk/synthesized-resources.ts';
import { ENV } from '../lib/index.ts';
import { DynamoDb } from './aws/dynamodb.ts';
import { SecretsManager } from './aws/secrets-manager.ts';
import { queueArn, queueUrl } from './aws/sqs/queue-names.ts';
import { Sqs } from './aws/sqs/sqs.ts';
import type { SandboxClock } from './clock.ts';
import { listen } from './listen.ts';
import { writeQueueAddresses } from './queue-addresses.ts';
import { queueSettingsOf, tableDefinitionOf } from './stack-resources.ts';

/** What the services of a stack are started with. */
export interface LocalServicesOptions {
  readonly stack: Pick<SynthesizedStack, 'queues' | 'tables'>;
  readonly clock: SandboxClock;
  /** Folder that keeps what is in queues and tables. Without it, they are in memory only. */
  readonly stateFolder?: string;
}

/** The services of AWS that functions call, with the queues and tables of a stack. */
export interface LocalServices {
  readonly secretsManager: SecretsManager;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  /** Their addresses, by the names of variables that the AWS SDK reads them from. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What CloudFormation would fill in. */
  resolve(reference: SynthesizedReference): string | undefined;
  close(): Promise<void>;
}

/** Starts the services. Queues and tables are named as in the template, secrets are set by the caller. */
export async function startServices({ stack, clock, stateFolder }: LocalServicesOptions): Promise<LocalServices> {
  const secretsManager = new SecretsManager();
  const sqs = await Sqs.start({
    queues: stack.queues.map(queueSettingsOf),
    clock,
    ...(stateFolder !== undefined && { journalPath: join(stateFolder, 'sqs.journal') }),
  });
  const dynamoDb = await DynamoDb.start({
    tables: stack.tables.map(tableDefinitionOf),
    clock,
    ...(stateFolder !== undefined && { path: join(stateFolder, 'dynamodb') }),
  });
  const servers = await Promise.all([secretsManager, sqs, dynamoDb].map(({ listener }) => listen(listener)));
  const [secretsUrl = '', sqsUrl = '', dynamodbUrl = ''] = servers.map(({ url }) => url);
  const forgetAddresses = tellAddresses(stack, sqsUrl, stateFolder);
  return {
    secretsManager,
    sqs,
    dynamoDb,
    addresses: { [ENV.secretsManagerUrl]: secretsUrl, [ENV.sqsUrl]: sqsUrl, [ENV.dynamodbUrl]: dynamodbUrl },
    resolve: ({ resourceType, logicalId, attribute }) => {
      switch (`${resourceType} ${attribute}`) {
        case 'AWS::SecretsManager::Secret Ref':
          return `arn:aws:secretsmanager:us-east-1:000000000000:secret:${logicalId}`;
        case 'AWS::SQS::Queue Ref':
          return queueUrl(sqsUrl, logicalId);
        case 'AWS::SQS::Queue Arn':
          return queueArn(logicalId);
        case 'AWS::DynamoDB::Table Ref':
          return logicalId;
        default:
          return undefined;
      }
    },
    close: async () => {
      forgetAddresses();
      await Promise.all(servers.map((server) => server.close()));
      await Promise.all([sqs.close(), dynamoDb.close()]);
    },
  };
}

/** Lets other programs find the queues, where there is a folder for it. */
function tellAddresses({ queues }: LocalServicesOptions['stack'], sqsUrl: string, stateFolder?: string): () => void {
  const main = queues.find(({ redrive }) => redrive !== undefined);
  if (stateFolder === undefined || !main?.redrive) return () => undefined;
  return writeQueueAddresses(stateFolder, {
    queueUrl: queueUrl(sqsUrl, main.logicalId),
    deadLetterQueueUrl: queueUrl(sqsUrl, main.redrive.deadLetterQueueLogicalId),
    sqsUrl,
  });
}
