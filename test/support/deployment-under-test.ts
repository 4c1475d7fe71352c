import { expect } from '@jest/globals';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { DynamoDb } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { EventSourceMapping } from '../../sandbox/aws/lambda/event-source-mapping.ts';
import { LambdaFunction } from '../../sandbox/aws/lambda/lambda-function.ts';
import type { Queue } from '../../sandbox/aws/sqs/queue.ts';
import { queueUrl } from '../../sandbox/aws/sqs/queue-names.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { readAnswer } from './action-requests.ts';
import type { DeadLetter, DeploymentOptions, Polling, StoredRecord, Variables } from './deployment-types.ts';
import { EndpointUnderTest } from './endpoint-under-test.ts';
import type { SignedDelivery } from './events.ts';
import { IDEMPOTENCY_TABLE } from './idempotency-table-definition.ts';
import { queuesOf } from './queues-of.ts';
import { builtStack } from './synthesized.ts';

/**
 * A worker whose handlers have two seconds: it reserves five for the rest of its work. For tests of handlers that use up
 * their time. Other tests keep the template's timeout, which no slow machine reaches.
 */
export const SHORT_WORKER = { timeoutMs: 7_000 } as const satisfies Partial<SynthesizedFunction>;

interface Parts {
  readonly clock: SandboxClock;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly endpoint: EndpointUnderTest;
  /** Serves custom actions: the endpoint, or in the mode `queued` a function of its own. */
  readonly actions: LambdaFunction;
  readonly worker: LambdaFunction;
  readonly stack: SynthesizedStack;
  readonly dynamoDbUrl: string;
  readonly variables: Variables;
  readonly stopServices: () => Promise<void>;
}

/** More rounds than any test needs to empty the queue. */
const MAX_ROUNDS = 2_000;

/**
 * The bundles that would be deployed, each in its own process, with the sandbox's Frame.io, Secrets Manager, SQS and
 * DynamoDB. Queue and event source are those of the template.
 */
export class DeploymentUnderTest {
  /** Time within an invocation passes by the machine's clock, from this clock's time at its start. */
  readonly clock: SandboxClock;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly endpoint: EndpointUnderTest;
  readonly queue: Queue;
  /** The worker's response to each batch. */
  readonly batchResponses: unknown[] = [];
  /** Time of each batch's invocation, by the deployment's clock, in ms since 1970. */
  readonly batchTimes: number[] = [];
  /** The error of each batch that failed as a whole. */
  readonly batchFailures: string[] = [];
  readonly #parts: Parts;
  #mapping: EventSourceMapping | undefined;
  #onBatchEnded: () => void = () => undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.sqs = parts.sqs;
    this.dynamoDb = parts.dynamoDb;
    this.endpoint = parts.endpoint;
    this.queue = parts.sqs.queue('deliveries');
  }

  static async start(options: DeploymentOptions): Promise<DeploymentUnderTest> {
    const { mode, requests, worker, endpointVariables, workerVariables = () => ({}) } = options;
    const { app = requests === 'action' ? 'actions-app' : undefined } = options;
    const { clock = new SandboxClock({ frozenAt: Date.now() }) } = options;
    const stack = builtStack(mode, app);
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
    const actionsFunction = stack.functions.find(({ role }) => role === 'actions') ?? functionOf(stack, 'endpoint');
    const deployedEndpoint = requests === 'action' ? actionsFunction : functionOf(stack, 'endpoint');
    const endpointFunction = { ...deployedEndpoint, ...options.endpoint };
    const endpoint = await EndpointUnderTest.start(undefined, {
      ...(requests && { requests }),
      function: endpointFunction,
      variables: { ...variables, ...endpointVariables },
    });
    const onLog = (line: string) => void endpoint.logs.push(line);
    const actionsVariables = grantedTo(actionsFunction, { ...endpoint.variables, ...variables });
    const workerFunction = { ...functionOf(stack, 'worker'), ...worker };
    const granted = grantedTo(workerFunction, { ...endpoint.variables, ...variables });
    return new DeploymentUnderTest({
      clock,
      sqs,
      dynamoDb,
      endpoint,
      actions: new LambdaFunction({ function: actionsFunction, variables: actionsVariables, onLog, clock }),
      worker: new LambdaFunction({
        function: workerFunction,
        variables: { ...granted, ...workerVariables(granted) },
        onLog,
        clock,
      }),
      stack,
      dynamoDbUrl,
      variables: { ...endpoint.variables, ...variables },
      stopServices: async () => {
        await Promise.all(servers.map((server) => server.close()));
        await dynamoDb.close();
      },
    });
  }

  /** Variables with the addresses of the local services, and the names of the secrets, the queue and the table. */
  get variables(): Variables {
    return this.#parts.variables;
  }

  /** Returns a genuine delivery, signed at the time of the deployment's clock. */
  genuine(delivery: SignedDelivery & { readonly fileId?: string } = {}) {
    return this.endpoint.genuine({ timestamp: Math.floor(this.clock.now() / 1_000), ...delivery });
  }

  /** Invokes the endpoint, by default with a genuine delivery about the endpoint's file, and returns its response. */
  async deliver(event: unknown = this.genuine()): Promise<unknown> {
    return await this.endpoint.invoke(event, { clockSkewMs: this.clock.now() - Date.now() });
  }

  /**
   * Sends the request of a custom action, by default of `message` on the endpoint's file, as Frame.io does. Returns status and
   * parsed body of the response. Requests at the same time run in different processes.
   */
  async act(change: object = {}): Promise<ReturnType<typeof readAnswer>> {
    const timestamp = Math.floor(this.clock.now() / 1_000);
    return readAnswer(await this.#parts.actions.invoke(this.endpoint.genuineAction(change, { timestamp })));
  }

  /** Ends the processes that serve custom actions: the next request causes a cold start. */
  async newProcesses(): Promise<void> {
    await this.#parts.actions.stop();
  }

  /** Adds a file and returns its id. */
  newFile(): string {
    return this.endpoint.frameioState.addFile({ name: 'Interview.mov', fileSize: 1_234_567 }).id;
  }

  /** Returns the number of comments on a file, the effect of the handler. */
  commentsOn(fileId: string): number {
    return this.endpoint.frameioState.commentsOf(fileId).length;
  }

  /** Removes all faults and runs the worker until the queue is empty. */
  async reset(): Promise<void> {
    this.sqs.fault = undefined;
    this.dynamoDb.fault = undefined;
    this.endpoint.secretsManager.fault = undefined;
    this.endpoint.apiFault = undefined;
    this.queue.anomalies = {};
    await this.drain();
  }

  /** Invokes the worker with an event that does not come from the queue. */
  async invokeWorker(event: unknown): Promise<unknown> {
    return await this.#parts.worker.invoke(event);
  }

  /** Runs the worker until no message is visible. Does not advance the clock. */
  async runWorker(polling?: Polling): Promise<void> {
    this.startPolling(polling);
    await this.#mapping?.whenIdle();
    await this.stopPolling();
  }

  /** Starts polling the queue. */
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
        const response = await this.invokeWorker(batch);
        this.batchResponses.push(response);
        this.#onBatchEnded();
        return response;
      },
      onBatch: ({ error }) => void (error !== undefined && this.batchFailures.push(error)),
    });
  }

  /** Resolves when the next batch has a response. */
  async batchEnded(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onBatchEnded = resolve;
    });
  }

  /** Stops polling the queue, and waits until the worker has processed its batches. */
  async stopPolling(): Promise<void> {
    await this.#mapping?.stop();
    this.#mapping = undefined;
  }

  /** Runs the worker until the queue is empty. Advances the clock to each next timer. */
  async drain(polling?: Polling): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      await this.runWorker(polling);
      const { nextTimerAt } = this.clock;
      if (this.queue.messages.length === 0 || nextTimerAt === undefined) return;
      this.clock.advance(nextTimerAt - this.clock.now());
    }
    throw new Error(`Expected an empty queue after ${MAX_ROUNDS} rounds of the worker.`);
  }

  /** Kills the worker's processes, as Lambda may. */
  async killWorker(): Promise<void> {
    await this.#parts.worker.stop();
  }

  /** Time until the next message becomes visible, in ms. */
  get hiddenMs(): number {
    return (this.clock.nextTimerAt ?? Number.NaN) - this.clock.now();
  }

  get deadLetters(): readonly DeadLetter[] {
    return this.sqs.queue('dead-letters').messages.map(({ body, attributes }) => ({
      body,
      ...Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
    }));
  }

  /** Returns all items of the idempotency table. */
  async idempotencyRecords(): Promise<readonly StoredRecord[]> {
    // Loading the AWS SDK takes a second. Few tests read records.
    const { DynamoDBClient, ScanCommand } = await import('@aws-sdk/client-dynamodb');
    const { SDK_SETTINGS } = await import('./running-sqs.ts');
    const client = new DynamoDBClient({ ...SDK_SETTINGS, endpoint: this.#parts.dynamoDbUrl });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: IDEMPOTENCY_TABLE.TableName }));
    client.destroy();
    // Items without a status list first deliveries.
    return Items.filter(({ status }) => status).map(({ status, expiration, in_progress_expiration }) => ({
      status: String(status?.S),
      expiresAtSeconds: Number(expiration?.N),
      lockedUntil: Number(in_progress_expiration?.N),
    }));
  }

  async stop(): Promise<void> {
    await this.killWorker();
    await this.stopPolling();
    await this.newProcesses();
    await this.endpoint.stop();
    await this.#parts.stopServices();
  }
}

/**
 * Runs a test on its own deployment. For tests that wait for a timeout in a function: `it.concurrent` runs them side by
 * side.
 */
export async function withDeployment(
  options: DeploymentOptions,
  test: (deployment: DeploymentUnderTest) => Promise<void>,
): Promise<void> {
  const deployment = await DeploymentUnderTest.start(options);
  try {
    await test(deployment);
    expect(deployment.endpoint.leaks).toEqual([]);
  } finally {
    await deployment.stop();
  }
}

/** Returns the variables that the template gives a function, and AWS's own. */
function grantedTo({ environment }: SynthesizedFunction, variables: Variables) {
  const isGranted = (name: string) => name in environment || name.startsWith('AWS_');
  return Object.fromEntries(Object.entries(variables).filter(([name]) => isGranted(name)));
}
