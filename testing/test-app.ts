import { randomUUID } from 'node:crypto';
import type { FrameioClient } from '../lib/client/client.ts';
import { parseRecord } from '../lib/core/type-guards.ts';
import type { WebhookEventName } from '../lib/events/event-map.ts';
import type { Store } from '../lib/store/store.ts';
import { eventBody } from '../sandbox/frameio/webhooks/event-body.ts';
import { Interactions, type SelectedAsset } from './actions/interactions.ts';
import type { TestInteraction } from './actions/test-interaction.ts';
import { type Duration, toMs } from './duration.ts';
import { webhookBody } from './events/webhook-body.ts';
import { NAMES } from './isolation/test-environment.ts';
import { readDeadLetter, type TestDeadLetter } from './runs/dead-letters.ts';
import type { TestLogLine } from './runs/log-line.ts';
import type { RunLog, TestDelivery, TestJob } from './runs/run-log.ts';
import { throwFailures } from './runs/throw-failures.ts';
import { type EventSubject, resourceIdOf } from './services/event-subject.ts';
import type { TestDeployment } from './services/test-deployment.ts';
import type { TestApiCall, TestFrameio, TestUser } from './services/test-frameio.ts';
import { testStore } from './services/test-store.ts';
import { TestAppError } from './test-app-error.ts';

/** Settings of one event. */
export interface SendOptions {
  /**
   * Who caused the event.
   * @default 'person'
   */
  readonly user?: TestUser;
}

/** An app under test: sends it what Frame.io would send, and shows what it did. */
export class TestApp {
  /** The Frame.io of the test. */
  readonly frameio: TestFrameio;
  /** Every delivery, oldest first. */
  readonly deliveries: TestDelivery[] = [];
  /** Every line that the app and its handlers logged, oldest first. */
  readonly logs: readonly TestLogLine[];
  /** The store of the app, if it declares one. */
  readonly store: Store;
  readonly #deployment: TestDeployment;
  readonly #runs: RunLog;
  readonly #interactions: Interactions;

  /** @internal */
  constructor(
    deployment: TestDeployment,
    recorded: {
      readonly runs: RunLog;
      readonly logs: readonly TestLogLine[];
      readonly interactionErrors: ReadonlyMap<string, unknown>;
    },
  ) {
    this.frameio = deployment.frameio;
    this.logs = recorded.logs;
    this.store = testStore((work) => deployment.run(work));
    this.#deployment = deployment;
    this.#runs = recorded.runs;
    this.#interactions = new Interactions(deployment, recorded.runs, recorded.interactionErrors);
  }

  /** Texts of the app's comments, oldest first. `frameio.commentsOn(file)` returns the comments with all their fields. */
  get comments(): readonly string[] {
    return this.frameio.appComments;
  }

  /** Every call that the app made to Frame.io, oldest first. */
  get api(): readonly TestApiCall[] {
    return this.frameio.calls;
  }

  /** Every job that ran, oldest first. */
  get jobs(): readonly TestJob[] {
    return this.#runs.jobs;
  }

  /** The messages in the dead-letter queue, oldest first. */
  get deadLetters(): readonly TestDeadLetter[] {
    return this.#deployment.sqs.queue(NAMES.deadLetterQueue).messages.map(readDeadLetter);
  }

  /** Time of the test's clock. `Date` has it in the handlers. */
  get now(): Date {
    return new Date(this.#deployment.clock.now());
  }

  /**
   * Sends a signed event to the endpoint. Resolves when its handlers and the jobs that they enqueued ran. Retries wait for
   * `advance`.
   *
   * @param subject - What the event is about. A resource without an `id` is added to Frame.io first.
   * @throws What a handler or a job threw, unless it asked to run later; TestAppError if the endpoint refuses the event.
   */
  async send<Name extends WebhookEventName>(
    type: Name,
    subject: EventSubject<Name> | undefined = undefined,
    { user = 'person' }: SendOptions = {},
  ): Promise<TestDelivery> {
    const { frameio, state } = this.#deployment;
    const resourceId = resourceIdOf(type, subject ?? {}, { frameio, state });
    const body = webhookBody(type, {
      accountId: state.account.id,
      workspaceId: state.workspace.id,
      projectId: state.project.id,
      userId: frameio.userId(user),
      resourceId,
    });
    return await this.#deliver({ type, resourceId, body: JSON.stringify(body) });
  }

  /** Sends a delivery again, as Frame.io does after a lost response: the same body with a new signature. Throws like `send`. */
  async resend({ type, resourceId, body }: TestDelivery): Promise<TestDelivery> {
    return await this.#deliver({ type, resourceId, body });
  }

  /**
   * Delivers the events of the changes that the app itself made since the last call, such as `comment.created` for its own
   * comment, if a handler listens to them. The app's filter of self events decides whether the handlers run. The changes that
   * these handlers make cause events of their own: call `sendSelfEvents` again to deliver them. Throws like `send`, after all
   * deliveries.
   *
   * @returns The deliveries, oldest first.
   */
  async sendSelfEvents(): Promise<readonly TestDelivery[]> {
    const { frameio, state } = this.#deployment;
    const events = frameio.takeSelfEvents().filter(({ type }) => this.#deployment.listensTo(type));
    const before = this.deliveries.length;
    const errors: unknown[] = [];
    for (const event of events) {
      const { type, resource } = event;
      const body = JSON.stringify(eventBody(event, state.account));
      await this.#deliver({ type, resourceId: resource.id, body }).catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} deliveries of self events failed.`);
    if (errors.length === 1) throw errors[0];
    return this.deliveries.slice(before);
  }

  /**
   * Moves dead letters back to the queue, as `frameio-lambda dlq redrive` does, and runs their handlers. Does not throw:
   * `deliveries`, `jobs` and `deadLetters` show how the handlers ended.
   *
   * @param letters - The messages to move; by default all of them.
   */
  async redrive(letters: readonly TestDeadLetter[] = this.deadLetters): Promise<void> {
    await this.#deployment.redrive(letters.map(({ id }) => id));
    await this.#deployment.whenIdle();
  }

  /**
   * Clicks a custom action, as a person does. Await the result for the reply, or submit the form that it shows:
   * `await t.click('studio.archive', file).submit({ reason: 'Old' })`. It rejects with what the handler threw.
   *
   * @param assets - The selected assets; by default the last file, or a new one.
   */
  click(key: string, assets: SelectedAsset | readonly SelectedAsset[] | undefined = undefined): TestInteraction {
    return this.#interactions.click(key, assets);
  }

  /**
   * Advances the clock, and runs what becomes due at its own time: retries, waits for rate limits, delayed jobs. Does not
   * throw: `deliveries`, `jobs` and `deadLetters` show how the handlers ended.
   *
   * @param duration - Milliseconds, or a text such as `'15 minutes'`.
   */
  async advance(duration: Duration): Promise<void> {
    await this.#deployment.advance(toMs(duration));
  }

  /** Runs code with the clock and the services of the test, such as a call of `app.client`. */
  run<Result>(work: () => Result): Result {
    return this.#deployment.run(work);
  }

  /**
   * Runs code with the client of a person, to prepare what the app finds and to look at what it did. `api` does not list its
   * calls, and no event is sent.
   */
  asPerson<Result>(work: (client: FrameioClient) => Result): Result {
    return this.#deployment.runAsPerson(work);
  }

  async #deliver({
    type,
    resourceId,
    body,
  }: Pick<TestDelivery, 'type' | 'resourceId' | 'body'>): Promise<TestDelivery> {
    const runs = this.#runs;
    const requestId = randomUUID();
    const { statusCode: status, body: responseBody } = await this.#deployment.deliver(body, requestId);
    const outcome = String(parseRecord(responseBody)?.outcome ?? 'refused');
    const delivery: TestDelivery = {
      type,
      resourceId,
      body,
      status,
      outcome,
      handlers: runs.handlersOf(requestId),
    };
    this.deliveries.push(delivery);
    await this.#deployment.whenIdle();
    throwFailures(runs.runsOf(requestId));
    if (status >= 300) throw refused(delivery, this.logs);
    return delivery;
  }
}

function refused({ type, status, outcome }: TestDelivery, logs: readonly TestLogLine[]): TestAppError {
  const last = logs.findLast(({ level }) => level === 'error');
  const logged = last ? ` The last error in the log is "${last.message}".` : '';
  return new TestAppError(`The endpoint answered ${status} (${outcome}) to ${type}.${logged}`, { cause: last?.error });
}
