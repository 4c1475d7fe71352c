import { getRetryPlugin } from '@smithy/core/retry';
import type { Client, Command, MetadataBearer } from '@smithy/types';
import { type Clock, systemClock } from '../core/clock.ts';
import { type AwsServiceName, type ClientConfig, type ClientLocation, clientConfig } from './client-config.ts';
import { KeepAliveRequestHandler } from './keep-alive-request-handler.ts';
import { type AwsCallOptions, createRetryQuota, PendingCall } from './pending-call.ts';
import { toAwsError } from './to-aws-error.ts';

/** Settings of an `AwsClient`. */
export interface AwsClientOptions extends ClientLocation {
  /**
   * Time for a call in ms, all attempts included.
   * @default 9000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a call may be sent.
   * @default 3
   */
  readonly maxAttempts?: number | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  /** @default one over kept-alive connections */
  readonly requestHandler?: ClientConfig['requestHandler'] | undefined;
}

/**
 * A client of the AWS SDK with one total deadline for a call.
 *
 * What fails for a moment (no connection, no answer in time, throttling, most 5xx) is sent again after a growing wait. A
 * call whose answer was lost may so be done twice: SQS may repeat a message in any case, and a conditional write may find
 * that its own first attempt has taken effect.
 *
 * The environment is read at the first call.
 */
export class AwsClient<Input extends object, Output extends MetadataBearer, Config> {
  readonly #service: AwsServiceName;
  readonly #make: (config: ClientConfig) => Client<Input, Output, Config>;
  readonly #options: AwsClientOptions;
  readonly #retryQuota = createRetryQuota();
  #client: Client<Input, Output, Config> | undefined;

  /** @param make - Makes the SDK's client. */
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
   * @throws AwsServiceError when the service refuses; AwsConnectionError without an answer; ConfigError without region,
   *   credentials or a usable address.
   */
  async send<CommandInput extends Input, CommandOutput extends Output>(
    command: Command<Input, CommandInput, Output, CommandOutput, Config>,
    { abortSignal, timeoutMs, maxAttempts }: AwsCallOptions = {},
  ): Promise<CommandOutput> {
    this.#client ??= this.#makeClient();
    const call = new PendingCall({
      service: this.#service,
      operation: operationOf(command.schema),
      abortSignal,
      timeoutMs: timeoutMs ?? this.#options.timeoutMs ?? 9_000,
      maxAttempts: maxAttempts ?? this.#options.maxAttempts ?? 3,
      clock: this.#options.clock ?? systemClock,
      retryQuota: this.#retryQuota,
    });
    const retryConfig = { maxAttempts: async () => call.maxAttempts, retryStrategy: async () => call };
    command.middlewareStack.use(getRetryPlugin(retryConfig)); // in place of the client's
    try {
      return await this.#client.send(command, call);
    } catch (error) {
      throw toAwsError(error, call);
    }
  }

  #makeClient(): Client<Input, Output, Config> {
    const { clock = systemClock, requestHandler = new KeepAliveRequestHandler(clock) } = this.#options;
    return this.#make(clientConfig(this.#service, this.#options, requestHandler));
  }
}

/** The operation's name in a command's schema (`StaticOperationSchema` of `@smithy/types`). */
function operationOf(schema: unknown): string {
  return Array.isArray(schema) ? String(schema[2]) : 'a call';
}
