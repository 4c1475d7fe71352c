import type { DeliveryMode } from '../../../cdk/delivery-mode.ts';
import { reconciliationHandler } from '../../../lib/reconciliation/reconciliation-handler.ts';
import type { StoredFolder } from '../../../sandbox/frameio/state/stored-resources.ts';
import type { Variables } from '../../support/deployment-types.ts';
import { DeploymentUnderTest } from '../../support/deployment-under-test.ts';
import { withEnvironment } from '../../support/environment.ts';
import { PackagedFunction } from '../../support/packaged-function.ts';
import { captureOutput } from '../../support/standard-output.ts';

export const HOUR_MS = 60 * 60 * 1_000;

const VARIABLES = { RECONCILIATION: 'true' };

/** The function of reconciliation, run every hour, beside the bundles of an app that comments on each file that is ready. */
export class ReconciliationUnderTest {
  readonly deployment: DeploymentUnderTest;
  /** What the function wrote to its log. */
  readonly log: string[] = [];
  readonly #bundles: readonly PackagedFunction[];
  /** The built bundle of the function, in a process of its own. Without it, the function runs in this process. */
  readonly #bundled: PackagedFunction | undefined;
  #functionCount = 0;
  #settings: object = {};
  #handler: ReturnType<typeof reconciliationHandler> | undefined;

  private constructor(
    deployment: DeploymentUnderTest,
    bundles: readonly PackagedFunction[],
    bundled: PackagedFunction | undefined,
  ) {
    this.deployment = deployment;
    this.#bundles = bundles;
    this.#bundled = bundled;
  }

  static async start(mode: DeliveryMode, { isBundled = false } = {}): Promise<ReconciliationUnderTest> {
    const bundled = isBundled ? new PackagedFunction('lib/reconciliation/reconciliation-function') : undefined;
    const app = 'test/fixtures/comment-app';
    const endpoint = new PackagedFunction(`${app}/${mode === 'inline' ? 'endpoint' : 'queued-endpoint'}`);
    const worker = new PackagedFunction(`${app}/worker`);
    const deployment = await DeploymentUnderTest.start({
      mode,
      endpoint: { bundlePath: endpoint.bundlePath },
      worker: { bundlePath: worker.bundlePath },
      endpointVariables: VARIABLES,
      workerVariables: (granted) => ({ ...granted, ...VARIABLES }),
    });
    return new ReconciliationUnderTest(deployment, [endpoint, worker, ...(bundled ? [bundled] : [])], bundled);
  }

  async stop(): Promise<void> {
    await this.deployment.stop();
    await Promise.all(this.#bundles.map((bundled) => bundled.remove()));
  }

  get state() {
    return this.deployment.endpoint.frameioState;
  }

  /** Turns reconciliation on: the first run of a new function looks at no file. By default, it watches the default project. */
  async turnOn(settings: object = {}): Promise<void> {
    this.log.length = 0;
    this.#functionCount += 1;
    this.#settings = settings;
    await this.restart();
    await this.run();
  }

  /** Runs the function, an hour later. Rejects if the function does. */
  async run({ remainingMs = 900_000 } = {}): Promise<void> {
    const { deployment } = this;
    deployment.clock.advance(HOUR_MS);
    if (this.#bundled) {
      const variables = { ...deployment.variables, ...this.#variables() };
      await this.#bundled.invoke({}, variables, deployment.clock.now() - Date.now());
      return;
    }
    const restore = withEnvironment({ ...deployment.variables, ...this.#variables() });
    const output = captureOutput();
    try {
      this.#handler ??= reconciliationHandler({
        now: () => deployment.clock.now(),
        wait: async (ms) => deployment.clock.advance(ms),
      });
      await this.#handler({}, { functionName: this.#functionName, getRemainingTimeInMillis: () => remainingMs });
    } finally {
      this.log.push(...output.lines());
      output.restore();
      restore();
    }
  }

  /** Runs the function until it has enqueued the events that were lost before. */
  async runTwice(): Promise<void> {
    await this.run();
    await this.run();
  }

  /** Ends the process of the function, as Lambda does after a crash. */
  async restart(): Promise<void> {
    this.#handler = undefined;
    await this.#bundled?.stop();
  }

  /** Everything that the process of the function printed, returned and threw. */
  get output(): string {
    return this.#bundled?.output.join('\n') ?? '';
  }

  /** Adds a file that is ready, at the time of the deployment's clock, and returns its id. Frame.io sends no event. */
  newFile({ folder, ...change }: { folder?: StoredFolder; status?: 'uploaded'; created_at?: string } = {}): string {
    const { id } = this.state.addFile({ name: 'Interview.mov', fileSize: 1 });
    const stored = this.state.stores.files.require(id);
    const time = new Date(this.deployment.clock.now()).toISOString();
    const parent_id = folder?.id ?? stored.file.parent_id;
    const file = { ...stored.file, created_at: time, updated_at: time, parent_id, ...change };
    this.state.stores.files.put({ ...stored, file });
    return id;
  }

  /** Number of events on the queue. */
  get queued(): number {
    return this.deployment.queue.messages.length;
  }

  /** Lines of the function's log with this message. */
  linesOf(message: string): readonly Record<string, unknown>[] {
    return this.log.map((line) => JSON.parse(line)).filter((line) => line.message === message);
  }

  /** The sum of a metric that the function published. */
  sumOf(metric: string): number {
    const values: readonly number[] = this.log.flatMap((line) => JSON.parse(line)[metric] ?? []);
    return values.reduce((sum, value) => sum + value, 0);
  }

  get #functionName(): string {
    return `reconciliation-${this.#functionCount}`;
  }

  #variables(): Variables {
    const { account, project } = this.state;
    const settings = { accountId: account.id, projectIds: [project.id], lookBackMs: 24 * HOUR_MS, ...this.#settings };
    return {
      RECONCILIATION_SETTINGS: JSON.stringify(settings),
      AWS_LAMBDA_FUNCTION_NAME: this.#functionName,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
    };
  }
}
