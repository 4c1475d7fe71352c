import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { grantKey, queueEncryption } from './customer-key.ts';

/** Settings of a `DeliveryQueue`. */
export interface DeliveryQueueProps {
  /** How long a message stays hidden after a receive, unless the worker settles it. */
  readonly visibilityTimeout: Duration;
  /**
   * Key that encrypts the messages.
   * @default a key of SQS
   */
  readonly encryptionKey?: IKey | undefined;
}

/** Longest retention period that SQS supports. */
const RETENTION = Duration.days(14);

/** A queue of verified deliveries or jobs for a worker, and its dead-letter queue. */
export class DeliveryQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly #maxReceiveCount: number;
  readonly #encryptionKey: IKey | undefined;

  constructor(scope: Construct, id: string, { visibilityTimeout, encryptionKey }: DeliveryQueueProps) {
    super(scope, id);
    this.#encryptionKey = encryptionKey;
    const common = { ...queueEncryption(encryptionKey), enforceSSL: true, retentionPeriod: RETENTION };
    this.#maxReceiveCount = maxReceiveCountFor(visibilityTimeout);
    // No `redriveAllowPolicy`: it would name the queue below, which names this one. CloudFormation cannot create two
    // resources that refer to each other.
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: this.#maxReceiveCount },
    });
  }

  /** Lets `sender` enqueue: grants the permission and sets the variable that `lib/` reads the URL from. */
  bindSender(sender: LambdaFunction, variable: string = ENV.queueUrl): void {
    this.queue.grant(sender, 'sqs:SendMessage');
    grantKey(this.#encryptionKey, 'sqs', sender);
    sender.addEnvironment(variable, this.queue.queueUrl);
  }

  /** Lets `sender` dead-letter a message: grants the permission and sets the queue's URL and maximum receive count. */
  bindDeadLetterSender(sender: LambdaFunction): void {
    this.deadLetterQueue.grant(sender, 'sqs:SendMessage');
    grantKey(this.#encryptionKey, 'sqs', sender);
    sender.addEnvironment(ENV.deadLetterQueueUrl, this.deadLetterQueue.queueUrl);
    sender.addEnvironment(ENV.maxReceiveCount, String(this.#maxReceiveCount));
  }
}

/**
 * Returns the number of receives after which SQS itself dead-letters a message. It is as high as SQS allows, because the
 * worker decides when to dead-letter a delivery and records the reason, and a rate-limited delivery is received many times
 * without a failure. So SQS dead-letters only messages that the worker never settled, such as those that end its process.
 * Such a message stays hidden for the whole visibility timeout after each receive. Its retention period includes the time
 * on the first queue, so half of the period is reserved for the dead-letter queue.
 */
function maxReceiveCountFor(visibilityTimeout: Duration): number {
  return Math.min(1_000, Math.floor(RETENTION.toSeconds() / 2 / visibilityTimeout.toSeconds()));
}
