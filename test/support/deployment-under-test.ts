import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../../cdk/synthesize.ts';
import { DynamoDb } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { EventSourceMapping } from '../../sandbox/aws/lambda/event-source-mapping.ts';
import { LambdaFunction } from '../../sandbox/aws/lambda/lambda-function.ts';
import type { Queue } from '../../sandbox/aws/sqs/queue.ts';
import { queueUrl } from '../../sandbox/aws/sqs/queue-names.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { EndpointUnderTest } from './endpoint-under-test.ts';
import type { SignedDelivery } from './events.ts';
import { IDEMPOTENCY_TABLE } from './running-dynamodb.ts';
import { SDK_SETTINGS } from './running-sqs.ts';
import { builtStack } from './synthesized.ts';

type Variables = Readonly<Record<string, string>>;

/** How a deployment is started, where it differs from the one that would be deployed. */
export interface DeploymentOptions {
  readonly mode: DeliveryMode;
  /**
   * What of the endpoint's function is another.
   * @default nothing
   */
  readonly endpoint?: Partial<SynthesizedFunction>;
  /**
   * What of the worker's function is another.
   * @default that it has 7 s, so that a handler that takes all of its time is not waited for long
   */
  readonly worker?: Partial<SynthesizedFunction>;
  /** Variables of the endpoint besides those of the deployment. @default none */
  readonly endpointVariables?: Variables;
  /** The variables of the worker that are others, made from what they are. */
  readonly workerVariables?: (variables: Variables) => Variables;
}

/** What was said of a message in the dead-letter queue. */
interface DeadLetter {
  readonly body: string;
  readonly errorCode?: string | undefined;
  readonly reason?: string | undefined;
  readonly attempts?: string | undefined;
  readonly handlers?: string | undefined;
}

/** What the table holds of one handler of one delivery. */
interface RunOnceOptions {
  readonly status: string;
  /** When DynamoDB may delete it, in Unix seconds. */
  readonly expiresAtSeconds: number;
  /** Until when nobody else begins, in ms since 1970. */
  readonly lockedUntil: number;
}

/** How the queue is polled, where it differs from the template. */
interface Polling {
  readonly batchSize?: number;
  readonly maxConcurrency?: number;
}

/** What a deployment is made of. */
interface Parts {
  readonly clock: SandboxClock;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly endpoint: EndpointUnderTest;
  readonly worker: LambdaFunction;
  readonly stack: SynthesizedStack;
  readonly dynamoDbUrl: string;
  readonly stopServices: () => Promise<void>;
}

/** No test goes round so often, unless a message is never done. */
const MOST_ROUNDS = 2_000;

/**
 * The bundles that would be deployed, in processes of their own, between a Frame.io, a Secrets Manager, an SQS and a
 * DynamoDB, with queue and event source as the template has them, on a clock that a test can set forward.
 */
export class DeploymentUnderTest {
  /** It goes on with the machine's: time passes in a function, too. */
  readonly clock: SandboxClock;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly endpoint: EndpointUnderTest;
  readonly queue: Queue;
  /** What the worker answered to each batch. */
  readonly batchReplies: unknown[] = [];
  /** When, in ms since 1970 by the deployment's clock, the worker was handed each batch. */
  readonly batchTimes: number[] = [];
  /** Why Lambda took a whole batch for failed. */
  readonly batchFailures: string[] = [];
  readonly #parts: Parts;
  #mapping: EventSourceMapping | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.sqs = parts.sqs;
    this.dynamoDb = parts.dynamoDb;
    this.endpoint = parts.endpoint;
    this.queue = parts.sqs.queue('deliveries');
  }

  static async start(options: DeploymentOptions): Promise<DeploymentUnderTest> {
    const { mode, worker, endpointVariables, workerVariables = () => ({}) } = options;
    const stack = builtStack(mode);
    const clock = new SandboxClock();
    const sqs = await Sqs.start({ queues: queuesOf(stack), clock });
    const dynamoDb = await DynamoDb.start({ tables: [IDEMPOTENCY_TABLE], clock });
    const servers = [await listen(sqs.listener), await listen(dynamoDb.listener)];
    const [sqsUrl = '', dynamoDbUrl = ''] = servers.map(({ url }) => url);
    const variables = {
      AWS_ENDPOINT_URL_SQS: sqsUrl,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      QUEUE_URL: queueUrl(sqsUrl, 'deliveries'),
      DEAD_LETTER_QUEUE_URL: queueUrl(sqsUrl, 'dead-letters'),
      IDEMPOTENCY_TABLE: IDEMPOTENCY_TABLE.TableName,
    };
    const endpointFunction = { ...functionOf(stack, 'Endpoint'), ...options.endpoint };
    const endpoint = await EndpointUnderTest.start(undefined, {
      function: endpointFunction,
      variables: { ...variables, ...endpointVariables },
    });
    const workerFunction = { ...functionOf(stack, 'Worker'), timeoutMs: 7_000, ...worker };
    const granted = grantedTo(workerFunction, { ...endpoint.variables, ...variables });
    const onLog = (line: string) => void endpoint.logs.push(line);
    return new DeploymentUnderTest({
      clock,
      sqs,
      dynamoDb,
      endpoint,
      worker: new LambdaFunction({
        function: workerFunction,
        variables: { ...granted, ...workerVariables(granted) },
        onLog,
        clock,
      }),
      stack,
      dynamoDbUrl,
      stopServices: async () => {
        await Promise.all(servers.map((server) => server.close()));
        await dynamoDb.close();
      },
    });
  }

  /** A delivery that Frame.io signs now, by the deployment's clock. */
  genuine(delivery: SignedDelivery & { readonly fileId?: string } = {}) {
    return this.endpoint.genuine({ timestamp: Math.floor(this.clock.now() / 1_000), ...delivery });
  }

  /** Hands the endpoint an event, by default a genuine one about the endpoint's file, and returns its answer. */
  async deliver(event: unknown = this.genuine()): Promise<unknown> {
    return await this.endpoint.invoke(event, { clockSkewMs: this.clock.now() - Date.now() });
  }

  /** A file of its own for a test. */
  newFile(): string {
    return this.endpoint.frameioState.addFile({ name: 'Interview.mov', fileSize: 1_234_567 }).id;
  }

  /** Comments on a file: the handler's effect. */
  commentsOn(fileId: string): number {
    return this.endpoint.frameioState.commentsOf(fileId).length;
  }

  /** Puts all in order again that a test may have put out of it, and forgets what is in the queues. */
  async mend(): Promise<void> {
    this.sqs.fault = undefined;
    this.dynamoDb.fault = undefined;
    this.endpoint.secretsManager.fault = undefined;
    this.endpoint.apiFault = undefined;
    this.queue.anomalies = {};
    await this.drain();
  }

  /** Hands the worker a batch of its own, past the queue. */
  async invokeWorker(event: unknown): Promise<unknown> {
    return await this.#parts.worker.invoke(event);
  }

  /** Lets the worker have what is visible, and returns when it has been worked on. The clock is not set forward. */
  async work(polling?: Polling): Promise<void> {
    this.startPolling(polling);
    await this.#mapping?.whenIdle();
    await this.stopPolling();
  }

  /** Has the queue polled from now on. */
  startPolling({ batchSize, maxConcurrency }: Polling = {}): void {
    if (this.#mapping) return;
    const [source] = this.#parts.stack.eventSources;
    if (!source) throw new Error('The template has no event source.');
    this.#mapping = new EventSourceMapping({
      queue: this.queue,
      batchSize: batchSize ?? source.batchSize,
      maxConcurrency: maxConcurrency ?? source.maxConcurrency,
      reportsFailures: source.reportsBatchItemFailures,
      invoke: async (batch) => {
        this.batchTimes.push(this.clock.now());
        const reply = await this.invokeWorker(batch);
        this.batchReplies.push(reply);
        return reply;
      },
      onBatch: ({ error }) => void (error !== undefined && this.batchFailures.push(error)),
    });
  }

  /** Has the queue polled no more; resolves when the worker has ended. */
  async stopPolling(): Promise<void> {
    await this.#mapping?.stop();
    this.#mapping = undefined;
  }

  /** Lets the worker work until the queue is empty, setting the clock forward to whatever comes next. */
  async drain(polling?: Polling): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await this.work(polling);
      const { nextTimerAt } = this.clock;
      if (this.queue.messages.length === 0 || nextTimerAt === undefined) return;
      this.clock.advance(nextTimerAt - this.clock.now());
    }
    throw new Error('The queue does not get empty.');
  }

  /** Ends the processes of the worker, whatever they are at, as Lambda may. */
  async killWorker(): Promise<void> {
    await this.#parts.worker.stop();
  }

  /** In how many ms the next message becomes visible. */
  get hiddenMs(): number {
    return (this.clock.nextTimerAt ?? Number.NaN) - this.clock.now();
  }

  get deadLetters(): readonly DeadLetter[] {
    return this.sqs.queue('dead-letters').messages.map(({ body, attributes }) => ({
      body,
      ...Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
    }));
  }

  /** What is in the idempotency store's table. */
  async idempotencyRecords(): Promise<readonly RunOnceOptions[]> {
    const client = new DynamoDBClient({ ...SDK_SETTINGS, endpoint: this.#parts.dynamoDbUrl });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: IDEMPOTENCY_TABLE.TableName }));
    client.destroy();
    return Items.map(({ status, expiration, in_progress_expiration }) => ({
      status: String(status?.S),
      expiresAtSeconds: Number(expiration?.N),
      lockedUntil: Number(in_progress_expiration?.N),
    }));
  }

  async stop(): Promise<void> {
    await this.killWorker();
    await this.stopPolling();
    await this.endpoint.stop();
    await this.#parts.stopServices();
  }
}

/** The queues of the template, under names of ours. */
function queuesOf(stack: SynthesizedStack) {
  const source = stack.queues.find(({ redrive }) => redrive);
  if (!source?.redrive) throw new Error('The template has no queue with a dead-letter queue.');
  const { visibilityTimeoutSeconds, retentionSeconds, redrive } = source;
  const deadLetterQueue = stack.queues.find(({ logicalId }) => logicalId === redrive.deadLetterQueueLogicalId);
  if (!deadLetterQueue) throw new Error('The template has no dead-letter queue.');
  return [
    {
      name: 'deliveries',
      visibilityTimeoutSeconds,
      retentionSeconds,
      redrivePolicy: { maxReceiveCount: redrive.maxReceiveCount, deadLetterQueue: 'dead-letters' },
    },
    { name: 'dead-letters', retentionSeconds: deadLetterQueue.retentionSeconds },
  ];
}

/** What the template gives a function to know, and where AWS's services are. */
function grantedTo({ environment }: SynthesizedFunction, variables: Variables) {
  const isGranted = (name: string) => name in environment || name.startsWith('AWS_');
  return Object.fromEntries(Object.entries(variables).filter(([name]) => isGranted(name)));
}
