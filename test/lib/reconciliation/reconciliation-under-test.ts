import type { DeliveryMode } from '../../../cdk/delivery-mode.ts';
import { reconciliationHandler } from '../../../lib/reconciliation/reconciliation-handler.ts';
import type { StoredFolder } from '../../../sandbox/frameio/state/stored-resources.ts';
import type { Variables } from '../../support/deployment-types.ts';
import { DeploymentUnderTest } from '../../support/deployment-under-test.ts';
import { withEnvironment } from '../../support/environment.ts';
import { captureOutput } from '../../support/standard-output.ts';

const HOUR_MS = 60 * 60 * 1_000;

/** How a reconciliation differs from one of the default project each hour. */
export interface ReconciliationOptions {
  readonly mode?: DeliveryMode;
  readonly settings?: object;
  /** Variables of the endpoint and the worker. */
  readonly variables?: Variables;
}

/** The function of reconciliation, run every hour, beside the bundles of an app that comments on each file that is ready. */
export class ReconciliationUnderTest {
  readonly deployment: DeploymentUnderTest;
  /** Everything that the function wrote to its log, and that the bundles did. */
  readonly log: string[] = [];
  readonly #options: ReconciliationOptions;
  #handler: ReturnType<typeof reconciliationHandler> | undefined;

  private constructor(deployment: DeploymentUnderTest, options: ReconciliationOptions) {
    this.deployment = deployment;
    this.#options = options;
  }

  /** Starts the deployment. By default, reconciliation has had its first run, which looks at no file. */
  static async start(options: ReconciliationOptions = {}): Promise<ReconciliationUnderTest> {
    const { mode = 'queued', variables = { RECONCILIATION: 'true' } } = options;
    const deployment = await DeploymentUnderTest.start({
      mode,
      endpointVariables: variables,
      workerVariables: (granted) => ({ ...granted, ...variables }),
    });
    return new ReconciliationUnderTest(deployment, options);
  }

  get state() {
    return this.deployment.endpoint.frameioState;
  }

  /** Adds a file that is ready, at the time of the deployment's clock, and returns its id. */
  newFile(folder?: StoredFolder): string {
    const { id } = this.state.addFile({ name: 'Interview.mov', fileSize: 1 });
    const stored = this.state.stores.files.require(id);
    const time = new Date(this.deployment.clock.now()).toISOString();
    const parent_id = folder?.id ?? stored.file.parent_id;
    const file = { ...stored.file, created_at: time, updated_at: time, parent_id };
    this.state.stores.files.put({ ...stored, file });
    return id;
  }

  /** Runs the function, after an hour. Rejects like the function does. */
  async run({ remainingMs = 900_000, functionName = 'reconciliation' } = {}): Promise<void> {
    const { deployment } = this;
    deployment.clock.advance(HOUR_MS);
    const restore = withEnvironment({ ...deployment.variables, ...this.#variables() });
    const output = captureOutput();
    try {
      this.#handler ??= this.#newHandler();
      await this.#handler({}, { functionName, getRemainingTimeInMillis: () => remainingMs });
    } finally {
      this.log.push(...output.lines());
      output.restore();
      restore();
    }
  }

  /** Replaces the process of the function, as Lambda does after a crash. */
  restart(): void {
    this.#handler = undefined;
  }

  /** Lines of the function's log with this message. */
  linesOf(message: string): readonly Record<string, unknown>[] {
    return this.log.map((line) => JSON.parse(line)).filter((line) => line.message === message);
  }

  /** The sum of a metric that the function published. */
  sumOf(metric: string): number {
    return this.log
      .map((line) => JSON.parse(line))
      .flatMap((line) => line[metric] ?? [])
      .reduce((sum: number, value: number) => sum + value, 0);
  }

  async stop(): Promise<void> {
    await this.deployment.stop();
  }

  #newHandler() {
    return reconciliationHandler({ now: () => this.deployment.clock.now(), wait: async () => undefined });
  }

  #variables(): Variables {
    const { account, project } = this.state;
    const settings = { accountId: account.id, projectIds: [project.id], lookBackMs: 24 * HOUR_MS };
    return {
      RECONCILIATION_SETTINGS: JSON.stringify({ ...settings, ...this.#options.settings }),
      AWS_LAMBDA_FUNCTION_NAME: 'reconciliation',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
    };
  }
}
