import { url as debuggerUrl } from 'node:inspector';
import type { AppRuntime } from '../../lib/app/app-runtime.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import { actionsHandler } from '../../lib/endpoint/actions-handler.ts';
import type { EndpointHandler } from '../../lib/endpoint/endpoint.ts';
import { endpointHandler } from '../../lib/endpoint/endpoint-handler.ts';
import type { EndpointResponse } from '../../lib/endpoint/http-response.ts';
import { queuedEndpointHandler } from '../../lib/endpoint/queued-endpoint-handler.ts';
import type { WebhookEventName } from '../../lib/events/event-map.ts';
import { workerHandler } from '../../lib/worker/worker-handler.ts';
import { EventSourceMapping } from '../../sandbox/aws/lambda/event-source-mapping.ts';
import { redriveMessage } from '../../sandbox/aws/sqs/redrive-message.ts';
import type { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { registerActions } from '../../sandbox/frameio/actions/register-actions.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { signedDelivery } from '../events/signed-delivery.ts';
import { MemoryAgent } from '../isolation/memory-agent.ts';
import { runIn, type TestContext } from '../isolation/test-context.ts';
import { TestClock } from '../isolation/test-date.ts';
import { FRAMEIO_URL, NAMES } from '../isolation/test-environment.ts';
import { type AppUnderTest, recordedApp } from '../runs/recorded-app.ts';
import type { RunLog } from '../runs/run-log.ts';
import { startAwsServices } from './aws-services.ts';
import { PERSON_TOKEN, personListener, testFrameioListener } from './frameio-listener.ts';
import { sequentialIds } from './sequential-ids.ts';
import { TestFrameio } from './test-frameio.ts';

/** How the app is deployed: `inline` runs the handlers before Frame.io gets its answer, `queued` after it. */
export type TestDeliveryMode = 'inline' | 'queued';

/** Options of a test deployment. */
export interface TestDeploymentOptions {
  readonly app: AppUnderTest;
  readonly runs: RunLog;
  readonly deliveryMode: TestDeliveryMode;
  readonly budgetMs: number;
  readonly log: TestContext['log'];
  readonly failed: TestContext['failed'];
}

/** Path of the requests of custom actions. */
export const ACTIONS_PATH = '/frameio/actions';

/** Values of the secrets. They open nothing: the services of a test accept them, and no other service does. */
const API_TOKEN = 'test-token-of-the-app';
const SIGNING_SECRET = 'test-signing-secret-of-the-webhook';

/** Time of an invocation of the worker. */
const WORKER_TIMEOUT_MS = 60_000;

/** Time of the handlers of a delivery while a debugger is attached, so that a breakpoint does not end them. */
const DEBUGGER_BUDGET_MS = 3_600_000;

/** The functions of an app in this process, with a Frame.io and AWS services in memory. */
export class TestDeployment {
  readonly clock: TestClock;
  readonly state: FrameioState;
  readonly frameio: TestFrameio;
  readonly sqs: Sqs;
  readonly #app: AppUnderTest;
  readonly #context: TestContext;
  readonly #personAgent: MemoryAgent;
  readonly #endpoint: EndpointHandler;
  readonly #actions: EndpointHandler;
  readonly #worker: EventSourceMapping;

  private constructor(
    app: AppUnderTest,
    services: Pick<TestDeployment, 'clock' | 'state' | 'frameio' | 'sqs'>,
    context: TestContext,
    functions: {
      readonly endpoint: EndpointHandler;
      readonly actions: EndpointHandler;
      readonly worker: EventSourceMapping;
    },
  ) {
    this.clock = services.clock;
    this.state = services.state;
    this.frameio = services.frameio;
    this.sqs = services.sqs;
    this.#app = app;
    this.#context = context;
    this.#personAgent = new MemoryAgent(personListener(services.state));
    this.#endpoint = functions.endpoint;
    this.#actions = functions.actions;
    this.#worker = functions.worker;
  }

  static async start({ app, runs, log, failed, ...modes }: TestDeploymentOptions): Promise<TestDeployment> {
    const clock = new TestClock();
    const state: FrameioState = new FrameioState({
      now: () => new Date(clock.now()),
      randomId: sequentialIds(),
      token: API_TOKEN,
      onEvent: (event) => frameio.handleEvent(event),
    });
    const frameio: TestFrameio = new TestFrameio(state);
    const { secretsManager, sqs, listeners } = await startAwsServices(clock);
    secretsManager.put(NAMES.apiCredentials, API_TOKEN);
    secretsManager.put(NAMES.signingSecrets, SIGNING_SECRET);
    const actionSecrets = registerActions(state, app.manifest.actions, `https://app.test${ACTIONS_PATH}`);
    secretsManager.put(NAMES.actionSigningSecrets, JSON.stringify(actionSecrets));
    const frameioListener = testFrameioListener(state, frameio);
    const agent = new MemoryAgent((request, response) =>
      (listeners[request.headers.host ?? ''] ?? frameioListener)(request, response),
    );
    const context: TestContext = { now: () => clock.now(), agent, log, failed };
    const functions = await runIn(context, () => makeFunctions(recordedApp(app, runs), modes));
    const worker = new EventSourceMapping({
      queue: sqs.queue(NAMES.queue),
      invoke: (event) => runIn(context, () => functions.worker(event)),
      batchSize: 10,
      maxConcurrency: 2,
      reportsFailures: true,
      onBatch: ({ error }) => {
        if (error !== undefined) log('error', 'worker failed', { error });
      },
    });
    return new TestDeployment(app, { clock, state, frameio, sqs }, context, { ...functions, worker });
  }

  /** Runs `work` with the clock and the services of this deployment. */
  run<Result>(work: () => Result): Result {
    return runIn(this.#context, work);
  }

  /** Runs `work` with the clock of this deployment, and with a client of the person. */
  runAsPerson<Result>(work: (client: FrameioClient) => Result): Result {
    const client = new FrameioClient({ token: PERSON_TOKEN, baseUrl: FRAMEIO_URL });
    return runIn({ ...this.#context, agent: this.#personAgent }, () => work(client));
  }

  /** Signs a delivery as the app expects it, and passes it to the endpoint. */
  async deliver(body: string, requestId: string): Promise<EndpointResponse> {
    return await this.run(async () => {
      const [secret = ''] = await this.#app.signingSecrets.current();
      return await this.#endpoint(signedDelivery(body, { secret, requestId }));
    });
  }

  /** Signs a request of a custom action as the app expects it, and passes it to the endpoint. */
  async request(body: string, requestId: string): Promise<EndpointResponse> {
    return await this.run(async () => {
      const [secret = ''] = (await this.#app.actions?.signingSecrets.current()) ?? [];
      return await this.#actions(signedDelivery(body, { secret, requestId, path: ACTIONS_PATH }));
    });
  }

  /** Whether Frame.io delivers an event to the app, because a handler listens to it. */
  listensTo(type: WebhookEventName): boolean {
    return this.#app.manifest.handlers.some(({ events }) => events.includes(type) || events.includes('*'));
  }

  /** Moves messages from the dead-letter queue back to the queue. */
  async redrive(ids: readonly string[]): Promise<void> {
    const queues = { queue: this.sqs.queue(NAMES.queue), deadLetterQueue: this.sqs.queue(NAMES.deadLetterQueue) };
    for (const id of ids) await redriveMessage(id, queues);
  }

  /** Resolves when no message is due and the worker does nothing. */
  async whenIdle(): Promise<void> {
    await this.#worker.whenIdle();
  }

  /** Advances the clock. What becomes due on the way runs at its own time. */
  async advance(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await this.whenIdle();
    for (let next = this.clock.nextTimerAt; next !== undefined && next <= end; next = this.clock.nextTimerAt) {
      this.clock.advance(Math.max(0, next - this.clock.now()));
      await this.whenIdle();
    }
    this.clock.advance(Math.max(0, end - this.clock.now()));
    await this.whenIdle();
  }
}

type Modes = Pick<TestDeploymentOptions, 'deliveryMode' | 'budgetMs'>;

async function makeFunctions(app: AppRuntime, { deliveryMode, budgetMs }: Modes) {
  const debuggerBudgetMs = debuggerUrl() === undefined ? 0 : DEBUGGER_BUDGET_MS;
  const timeoutMs = Math.max(WORKER_TIMEOUT_MS, debuggerBudgetMs);
  const worker = await workerHandler(app);
  const inline = await endpointHandler(app, { budgetMs: Math.max(budgetMs, debuggerBudgetMs) });
  const isQueued = deliveryMode === 'queued';
  return {
    endpoint: isQueued ? await makeQueuedEndpoint(app) : inline,
    actions: isQueued && app.actions ? await actionsHandler(app) : inline,
    worker: (event: unknown) => worker(event, { getRemainingTimeInMillis: () => timeoutMs }),
  };
}

async function makeQueuedEndpoint({ signingSecrets, logger, metrics }: AppRuntime): Promise<EndpointHandler> {
  return await queuedEndpointHandler({ signingSecrets: () => signingSecrets.current(), logger, metrics });
}
