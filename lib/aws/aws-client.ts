import { getRetryPlugin } from '@smithy/core/retry';
import type { Client, Command, MetadataBearer } from '@smithy/types';
import { type Clock, systemClock } from '../core/clock.ts';
import { type AwsServiceName, type ClientConfig, type ClientLocation, clientConfig } from './client-config.ts';
import { KeepAliveRequestHandler } from './keep-alive-request-handler.ts';
import { type AwsCallOptions, createRetryQuota, PendingCall } from './pending-call.ts';
import { toAwsError } from './to-aws-error.ts';

/** Options of an `AwsClient`. */
export interface AwsClientOptions extends ClientLocation {
  /**
   * Time limit of a call in ms, all attempts included.
   * @default 9000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Maximum number of attempts of a call.
   * @default 3
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Whether a slow attempt may use all of the remaining time, with the next attempt beside it. For reads: the service may
   * process both.
   * @default false: each attempt gets an equal share of the time
   */
  readonly isHedged?: boolean | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** @default a `KeepAliveRequestHandler` */
  readonly requestHandler?: ClientConfig['requestHandler'] | undefined;
}

/**
 * A client of the AWS SDK with one deadline for all attempts of a call.
 *
 * After a temporary failure (no connection, no response in time, throttling, most 5xx) it sends the call again, with a
 * growing delay. If the response to an attempt is lost, the call may take effect twice: SQS may store a message twice, and
 * a conditional write may fail because its own first attempt succeeded.
 *
 * The client reads the environment at the first call.
 */
export class AwsClient<Input extends object, Output extends MetadataBearer, Config> {
  readonly #service: AwsServiceName;
  readonly #make: (config: ClientConfig) => Client<Input, Output, Config>;
  readonly #options: AwsClientOptions;
  readonly #retryQuota = createRetryQuota();
  #client: Client<Input, Output, Config> | undefined;

  /** @param make - Creates the SDK's client. */
  constructor(
    service: AwsServiceName,
    make: (config: ClientConfig) => Client<Input, Output, Config>,
    options: AwsClientOptions = {},
  ) {
    this.#service = service;
    this.#make = make;
    this.#options = options;
  }

  /**
   * Sends a command.
   *
   * @throws AwsServiceError when the service returns an error; AwsConnectionError when no usable response arrives;
   *   ConfigError when region, credentials or a valid endpoint are missing.
   */
  async send<CommandInput extends Input, CommandOutput extends Output>(
    command: Command<Input, CommandInput, Output, CommandOutput, Config>,
    { abortSignal, timeoutMs, maxAttempts }: AwsCallOptions = {},
  ): Promise<CommandOutput> {
    this.#client ??= this.#createClient();
    const call = new PendingCall({
      service: this.#service,
      operation: operationOf(command.schema),
      abortSignal,
      timeoutMs: timeoutMs ?? this.#options.timeoutMs ?? 9_000,
      maxAttempts: maxAttempts ?? this.#options.maxAttempts ?? 3,
      isHedged: this.#options.isHedged ?? false,
      clock: this.#options.clock ?? systemClock,
      retryQuota: this.#retryQuota,
    });
    const retryConfig = { maxAttempts: async () => call.maxAttempts, retryStrategy: async () => call };
    command.middlewareStack.use(getRetryPlugin(retryConfig)); // replaces the client's retry plugin
    try {
      return await this.#client.send(command, call);
    } catch (error) {
      throw toAwsError(error, call);
    }
  }

  #createClient(): Client<Input, Output, Config> {
    const { clock = systemClock, requestHandler = new KeepAliveRequestHandler(clock) } = this.#options;
    return this.#make(clientConfig(this.#service, this.#options, requestHandler));
  }
}

/** Returns the operation's name in a command's schema (`StaticOperationSchema` of `@smithy/types`). */
function operationOf(schema: unknown): string {
  return Array.isArray(schema) ? String(schema[2]) : 'a call';
}
