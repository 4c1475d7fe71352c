import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';

/** Settings of a `DeliveryQueue`. */
export interface DeliveryQueueProps {
  /** Timeout of the function that takes messages off the queue. A message stays hidden six times as long. */
  readonly workerTimeout: Duration;
}

/** The longest SQS keeps a message. */
const RETENTION = Duration.days(14);

/** Where verified deliveries wait for the worker, and the dead-letter queue for those it gave up. */
export class DeliveryQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly #maxReceiveCount: number;

  constructor(scope: Construct, id: string, { workerTimeout }: DeliveryQueueProps) {
    super(scope, id);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: RETENTION };
    // Lambda guide, "Configuring a queue to use with Lambda".
    const visibilityTimeout = Duration.seconds(workerTimeout.toSeconds() * 6);
    this.#maxReceiveCount = backstop(visibilityTimeout);
    // Which queues may use it as theirs is not restricted (`redriveAllowPolicy`): it would have to name the queue below, which
    // has to name this one, and CloudFormation makes neither before the other.
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: this.#maxReceiveCount },
    });
  }

  /** Lets `sender` enqueue: the permission, plus the URL under the name that `lib/` reads it by. */
  bindSender(sender: LambdaFunction): void {
    this.queue.grant(sender, 'sqs:SendMessage');
    sender.addEnvironment(ENV.queueUrl, this.queue.queueUrl);
  }

  /** Lets `sender` put what it gives up on the dead-letter queue: the permission, the URL, and when SQS would do so itself. */
  bindDeadLetterSender(sender: LambdaFunction): void {
    this.deadLetterQueue.grant(sender, 'sqs:SendMessage');
    sender.addEnvironment(ENV.deadLetterQueueUrl, this.deadLetterQueue.queueUrl);
    sender.addEnvironment(ENV.maxReceiveCount, String(this.#maxReceiveCount));
  }
}

/**
 * After how many receives SQS itself moves a message to the dead-letter queue: the most it can count to. It is the
 * worker that decides when a delivery is dead, and says why; a delivery it postpones because of a rate limit is received
 * again and again, and is none. What is left for SQS are messages that end the worker's process before it has read them.
 * Those stay hidden for the whole visibility timeout each time, and a message is lost once the retention is over, its
 * time on the first queue included: half of the retention is left to find it in the dead-letter queue.
 */
function backstop(visibilityTimeout: Duration): number {
  return Math.min(1_000, Math.floor(RETENTION.toSeconds() / 2 / visibilityTimeout.toSeconds()));
}
