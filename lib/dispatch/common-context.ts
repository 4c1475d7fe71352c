import type { FrameioClient } from '../client/client.ts';
import type { EnqueueJobs } from '../jobs/enqueue-jobs.ts';
import type { Logger } from '../observability/logger.ts';
import type { Store } from '../store/store.ts';

/** The secrets that an app declares, by name. */
export interface SecretValues<Name extends string> {
  /**
   * Returns a secret without the white space around it. The secret stays in memory until its time to live ends.
   *
   * @throws SecretNotSetError when it is empty or a placeholder; SecretUnavailableError when the fetch fails and no value is
   *   in memory; ConfigError when nothing provides it.
   */
  get(name: Name): Promise<string>;
  /**
   * Returns a secret after a value proved wrong, for example after a 401. Fetches it first, unless a recent call did so.
   * Throws like `get`.
   */
  refresh(name: Name): Promise<string>;
}

/** No declared variables. */
export type NoVariables = Readonly<Record<never, never>>;

/** What the contexts of all handlers have in common: those of events, of custom actions, and of jobs. */
export interface CommonContext<Client = FrameioClient, Env = NoVariables, Secret extends string = never>
  extends EnqueueJobs {
  /**
   * The values of the variables that the app declares: `new App({ env })`. Each use reads and checks all of them.
   *
   * @throws ConfigError on reading it, if a variable is missing or malformed. It names every such variable.
   */
  readonly env: Env;
  /** The secrets that the app declares: `new App({ secrets })`. */
  readonly secrets: SecretValues<Secret>;
  /**
   * The app's store of small JSON values, shared by all its functions.
   *
   * @throws ConfigError on reading it when the app declares no store: `new App({ store: true })`.
   */
  readonly store: Store;
  /**
   * The app's Frame.io client. When the handler's time is up, the client aborts its calls and sends no new ones, because
   * another process may run the handler by then. A client of your own does so only if you pass it the `signal`.
   *
   * @throws ConfigError on reading it when the app has no token.
   */
  readonly client: Client;
  /**
   * Adds to every line what the handler runs for (such as the event type and the resource id) and the handler name. With an
   * idempotency store or a queue, also the correlation id and the attempt. Redacts the app's own secrets once it has used
   * them, and values that have the form or the name of a secret.
   */
  readonly logger: Logger;
  /**
   * Aborts when the handler's time is up. Pass it to slow operations: `{ signal }` for `fetch`, `{ abortSignal: signal }` for
   * the client and the AWS SDK.
   */
  readonly signal: AbortSignal;
  /** The name of the handler's registration: for a custom action its key, for a job its name. */
  readonly handlerName: string;
  /**
   * Number of attempts at the delivery by the endpoint and the worker. It includes this attempt and postponed ones. For a
   * custom action, it is always 1.
   */
  readonly attempt: number;
  /** When the endpoint received the delivery, in milliseconds since 1970. */
  readonly receivedAt: number;
  /**
   * Identifies the event, the submission of a custom action, or the job. Every delivery of it has the same key for this
   * handler: see `SameEventRule`. Use it as the idempotency key of calls to other services. Without an idempotency store,
   * a delivery with a new timestamp has a new key. For an event, `undefined` if there is neither an idempotency store nor
   * a queue.
   */
  readonly deliveryKey: string | undefined;
  /**
   * Whether an earlier attempt of this handler started and did not complete. Its effect may exist already, so check for
   * it before you repeat work that must happen once. For an event, known only with an idempotency store.
   */
  readonly isRetry: boolean;
}
