import { join } from 'node:path';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { SynthesizedReference } from '../../cdk/synthesized-resources.ts';
import { ENV } from '../../lib/core/env.ts';
import { DynamoDb } from '../aws/dynamodb/dynamodb.ts';
import { SecretsManager } from '../aws/secrets-manager/secrets-manager.ts';
import { queueArn, queueUrl } from '../aws/sqs/queue-names.ts';
import { Sqs } from '../aws/sqs/sqs.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import { listen } from '../http/listen.ts';
import { refuseWebsites } from '../http/refuse-websites.ts';
import { type QueueAddresses, writeQueueAddresses } from '../persistence/queue-addresses.ts';
import { queueSettingsOf, tableDefinitionOf } from './stack-resources.ts';

/** Options of the local services. */
export interface LocalServicesOptions {
  readonly stack: Pick<SynthesizedStack, 'queues' | 'tables'>;
  readonly clock: SandboxClock;
  /**
   * Folder that stores queues and tables.
   * @default none: they are in memory only
   */
  readonly stateFolder?: string;
  /** @default the loopback interface */
  readonly address?: ServiceAddress;
}

/** Where the services listen, for functions in containers. */
export interface ServiceAddress {
  readonly listenOn: string;
  /** Name of `listenOn` inside the containers. */
  readonly name: string;
}

/** The AWS services that functions call, with the queues and tables of a stack. */
export interface LocalServices {
  readonly secretsManager: SecretsManager;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  /** Endpoint URLs of the services, by the environment variables that the AWS SDK reads. */
  readonly endpointVariables: Readonly<Record<string, string>>;
  /** Resolves a reference of the template, as CloudFormation would. */
  resolve(reference: SynthesizedReference): string | undefined;
  /** Where the queues are; `undefined` for a stack without a main queue. */
  readonly queueAddresses: QueueAddresses | undefined;
  close(): Promise<void>;
}

/** Starts the services. Queues and tables have their logical ids as names. The caller sets the secrets. */
export async function startServices({
  stack,
  clock,
  stateFolder,
  address: { listenOn, name } = { listenOn: '127.0.0.1', name: '127.0.0.1' },
}: LocalServicesOptions): Promise<LocalServices> {
  const secretsManager = new SecretsManager(() => clock.now());
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
  const servers = await Promise.all(
    [secretsManager, sqs, dynamoDb].map(({ listener }) =>
      listen(refuseWebsites(listener, [name, listenOn]), 0, listenOn),
    ),
  );
  const [secretsUrl = '', sqsUrl = '', dynamodbUrl = ''] = servers.map(({ port }) => `http://${name}:${port}`);
  const queueAddresses = addressesOf(stack, sqsUrl);
  const isStored = queueAddresses && stateFolder !== undefined;
  const removeAddresses = isStored ? writeQueueAddresses(stateFolder, queueAddresses) : () => undefined;
  return {
    queueAddresses,
    secretsManager,
    sqs,
    dynamoDb,
    endpointVariables: { [ENV.secretsManagerUrl]: secretsUrl, [ENV.sqsUrl]: sqsUrl, [ENV.dynamodbUrl]: dynamodbUrl },
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
      removeAddresses();
      await Promise.all(servers.map((server) => server.close()));
      await Promise.all([sqs.close(), dynamoDb.close()]);
    },
  };
}

/** Returns the addresses of the queues, for other programs; `undefined` for a stack without a main queue. */
function addressesOf({ queues }: LocalServicesOptions['stack'], sqsUrl: string): QueueAddresses | undefined {
  const pairs = queues.flatMap(({ logicalId, job, redrive }) => {
    if (!redrive) return [];
    const urls = {
      queueUrl: queueUrl(sqsUrl, logicalId),
      deadLetterQueueUrl: queueUrl(sqsUrl, redrive.deadLetterQueueLogicalId),
    };
    return [{ job, urls }];
  });
  const main = pairs.find(({ job }) => job === undefined);
  if (!main) return undefined;
  const jobs = pairs.flatMap(({ job, urls }) => (job === undefined ? [] : [[job, urls] as const]));
  return { ...main.urls, jobs: Object.fromEntries(jobs), sqsUrl };
}
