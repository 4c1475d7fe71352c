import type { App } from '../lib/app/app.ts';
import type { EnvDeclaration, EnvValues } from '../lib/app/declared-env.ts';
import type { SecretName, SecretsDeclaration } from '../lib/app/declared-secrets.ts';
import type { FrameioClientLike } from '../lib/client/client-like.ts';
import { secretValueVariable } from '../lib/core/env.ts';
import { installTestDate } from './isolation/test-date.ts';
import { setTestEnvironment } from './isolation/test-environment.ts';
import { installTestHttp } from './isolation/test-http.ts';
import type { TestLogLine } from './runs/log-line.ts';
import { observeApp } from './runs/recorded-app.ts';
import { RunLog } from './runs/run-log.ts';
import type { TestDeliveryMode, TestDeployment, TestDeploymentOptions } from './services/test-deployment.ts';
import { TestApp } from './test-app.ts';
import { TestAppError } from './test-app-error.ts';

/** Settings of a test. */
export interface TestAppOptions<Env extends EnvDeclaration, Secrets extends SecretsDeclaration> {
  /**
   * Values of the variables that the app declares. Tests that run at the same time share them.
   * @default the variables of this process
   */
  readonly env?: Partial<EnvValues<Env>>;
  /**
   * Values of the secrets that the app declares, by the names in the app. Tests that run at the same time share them.
   * @default none
   */
  readonly secrets?: Partial<Record<SecretName<Secrets>, string>>;
  /**
   * When the handlers run: `inline` before Frame.io gets its answer, `queued` after it.
   * @default 'inline'
   */
  readonly deliveryMode?: TestDeliveryMode;
  /**
   * Time in ms for the handlers of one delivery, by the machine's clock: see `endpointHandler`. A debugger extends it.
   * @default 3000
   */
  readonly budgetMs?: number;
}

/**
 * Deploys an app into this process, with a Frame.io and AWS services in memory. The entry points, the worker and the client are
 * those of production. Each call makes a new Frame.io, so that tests do not see each other's files, also at the same time.
 *
 * ```ts
 * const t = await testApp(app);
 * await t.send('file.ready', { name: 'Take 1.mov' });
 * expect(t.comments).toEqual(['Take 1.mov is ready.']);
 * ```
 *
 * @throws TestAppError if the package `dynalite`, which stores the idempotency records, is not installed.
 */
export async function testApp<
  Client extends FrameioClientLike,
  Env extends EnvDeclaration,
  Secrets extends SecretsDeclaration,
>(app: App<Client, Env, Secrets>, options: TestAppOptions<Env, Secrets> = {}): Promise<TestApp> {
  const { env = {}, secrets = {}, deliveryMode = 'inline', budgetMs = 3_000 } = options;
  setTestEnvironment({
    ...valuesOf(app.manifest.env, env),
    ...byVariable(valuesOf(app.manifest.secrets, secrets)),
  });
  installTestDate();
  installTestHttp();
  observeApp(app);
  const logs: TestLogLine[] = [];
  const interactionErrors = new Map<string, unknown>();
  const runs = new RunLog();
  const deployment = await deploy({
    app,
    runs,
    deliveryMode,
    budgetMs,
    log: (level, message, attributes) => void logs.push({ ...attributes, level, message }),
    failed: (error, interactionId) => {
      if (interactionId !== undefined) interactionErrors.set(interactionId, error);
    },
  });
  return new TestApp(deployment, { runs, logs, interactionErrors });
}

/** Returns the given value of each declared name. */
function valuesOf(declared: object, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(declared).map((name) => [name, given[name]]));
}

/** Replaces the names of secrets by those of the variables that hold their values. */
function byVariable(secrets: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [secretValueVariable(name), value]));
}

// Loaded with this module, so that the first test does not wait for it.
const loading = await import('./services/test-deployment.ts').catch((error: unknown) => ({ error }));

async function deploy(options: TestDeploymentOptions): Promise<TestDeployment> {
  if ('TestDeployment' in loading) return await loading.TestDeployment.start(options);
  const { error } = loading;
  const isMissing = error instanceof Error && error.message.includes("'dynalite'");
  if (!isMissing) throw error;
  const message = 'testApp needs the package dynalite. Install it: npm install --save-dev dynalite';
  throw new TestAppError(message, { cause: error });
}
