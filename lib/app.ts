import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { FrameioClient } from './client/client.ts';
import type { TokenSource } from './client/token.ts';
import type { HandlerContext, WebhookHandler } from './context.ts';
import { type DispatchServices, dispatch, type HandlerResult } from './dispatch.ts';
import { ENV } from './env.ts';
import { ConfigError } from './errors.ts';
import type { AnyWebhookEvent, WebhookEvent, WebhookEventName } from './events/event-map.ts';
import { HandlerRegistry } from './handler-registry.ts';
import type { Logger } from './logger.ts';
import type { Middleware } from './middleware.ts';
import { parseToken } from './secrets/parse-secret.ts';
import type { SecretReference } from './secrets/secret-store.ts';
import { type SigningSecrets, type SigningSecretsOption, signingSecretsFrom } from './secrets/signing-secrets.ts';

/** Settings of an `App`. */
export interface AppOptions {
  /**
   * Token for the Frame.io API: the token, a function called for each request, or a secret, such as
   * `fromSecretsManager(id)`, that holds the token or `{"token": "..."}`.
   * @default none: `client` cannot be used
   */
  readonly token?: string | (() => string | Promise<string>) | SecretReference | undefined;
  /**
   * What deliveries may be signed with: one secret, several, a function called for each delivery, or a secret, such as
   * `fromSecretsManager(id)`, that holds one or a JSON object of name to signing secret.
   * @default none: every delivery is answered 503
   */
  readonly signingSecrets?: SigningSecretsOption | undefined;
  /**
   * Where the Frame.io API is.
   * @default the environment variable FRAMEIO_BASE_URL, or https://api.frame.io
   */
  readonly baseUrl?: string | undefined;
  /**
   * How long the client waits for an answer, in ms.
   * @default 60000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Where log lines go.
   * @default Powertools' logger, which reads its level and service name from the environment
   */
  readonly logger?: Logger | undefined;
}

/** Hears of every handler that failed or ran out of time. The delivery's outcome stays what it is. */
export type ErrorHandler = (error: unknown, context: HandlerContext) => void | Promise<void>;

/** Settings of one registration. */
export interface HandlerOptions {
  /**
   * Name of the handler in logs; unique in the app.
   * @default the events, and a number from the second on: `file.ready`, `file.ready#2`
   */
  readonly name?: string;
}

/**
 * Which handler hears which event, with what they need at hand.
 *
 * ```ts
 * const app = new App({ token: process.env.FRAMEIO_TOKEN, signingSecrets: process.env.WEBHOOK_SECRET });
 *
 * app.onWebhook('file.ready', async ({ event, client }) => {
 *   const { data: file } = await client.files.show(event.accountId, event.resourceId);
 *   console.log(`${file.name} is ready`);
 * });
 *
 * export const handler = endpointHandler(app);
 * ```
 */
export class App {
  /** Where the app's log lines go. */
  readonly logger: Logger;
  /** What deliveries are verified with. */
  readonly signingSecrets: SigningSecrets;
  readonly #options: AppOptions;
  readonly #handlers = new HandlerRegistry();
  readonly #middleware: Middleware[] = [];
  readonly #errorHandlers: ErrorHandler[] = [];
  readonly #services: DispatchServices;
  #client: FrameioClient | undefined;

  constructor(options: AppOptions = {}) {
    this.#options = options;
    this.logger = options.logger ?? new PowertoolsLogger();
    this.signingSecrets = signingSecretsFrom(options.signingSecrets, this.logger);
    this.#services = {
      logger: this.logger,
      client: () => this.client,
      middleware: this.#middleware,
      onError: (error, context) => this.#reportError(error, context),
    };
  }

  /**
   * The Frame.io client, made when it is first read.
   *
   * @throws ConfigError when the app has no token.
   */
  get client(): FrameioClient {
    this.#client ??= this.#makeClient();
    return this.#client;
  }

  /**
   * Registers a handler for one event, several, or all of them (`'*'`, which also hears events this version does not
   * know by name). An event may have several handlers; they run side by side, and fail one by one.
   *
   * @throws ConfigError for an unknown event name, a name taken, a handler registered twice for an event, and once the
   *   app has begun to work.
   */
  onWebhook<Name extends WebhookEventName>(
    events: Name | readonly Name[],
    handler: WebhookHandler<WebhookEvent<Name>>,
    options?: HandlerOptions,
  ): this;
  onWebhook(events: '*', handler: WebhookHandler, options?: HandlerOptions): this;
  onWebhook(
    events: WebhookEventName | readonly WebhookEventName[] | '*',
    handler: WebhookHandler,
    options: HandlerOptions = {},
  ): this {
    this.#handlers.add(typeof events === 'string' ? [events] : events, handler, options.name);
    return this;
  }

  /** Runs `middleware` around every handler, those registered first outermost. */
  use(middleware: Middleware): this {
    this.#handlers.assertOpen();
    this.#middleware.push(middleware);
    return this;
  }

  /** Tells `handler` of every handler that failed or ran out of time: to alert, to count. */
  onError(handler: ErrorHandler): this {
    this.#handlers.assertOpen();
    this.#errorHandlers.push(handler);
    return this;
  }

  /**
   * Runs the handlers of an event; for entry points. From now on nothing can be registered.
   *
   * @param budgetMs - How long the handlers may take together.
   * @returns One result a handler; none when nobody listens to the event.
   */
  dispatch(event: AnyWebhookEvent, budgetMs: number): Promise<readonly HandlerResult[]> {
    return dispatch(event, this.#handlers.of(event.type), this.#services, budgetMs);
  }

  async #reportError(error: unknown, context: HandlerContext): Promise<void> {
    for (const report of this.#errorHandlers) {
      try {
        await report(error, context);
      } catch (reportError) {
        context.logger.error('onError handler failed', { error: reportError });
      }
    }
  }

  #makeClient(): FrameioClient {
    const { token, baseUrl = process.env[ENV.frameioBaseUrl], timeoutMs } = this.#options;
    if (token === undefined || token === '') {
      throw new ConfigError(
        'The app has no token for the Frame.io API: pass new App({ token }) a token, a function that returns one, or a secret such as fromSecretsManager(id).',
      );
    }
    const source = typeof token === 'object' ? storedToken(token, this.logger) : token;
    return new FrameioClient({ token: source, baseUrl, timeoutMs });
  }
}

function storedToken(reference: SecretReference, logger: Logger): TokenSource {
  const { secretId } = reference;
  const refresh = async () => parseToken((await reference.refresh(logger)).current, secretId);
  const get = async () => {
    const { current } = await reference.get(logger);
    try {
      return parseToken(current, secretId);
    } catch {
      return await refresh(); // it may have been set since
    }
  };
  return { get, refresh };
}
