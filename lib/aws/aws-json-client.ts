import { backoffMs } from '../core/backoff.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { deadlineOf } from '../core/deadline.ts';
import { HttpClient, type HttpRequest } from '../http/http-client.ts';
import { HttpRequestError } from '../http/http-request-error.ts';
import { type AwsCall, AwsConnectionError } from './aws-errors.ts';
import {
  type AwsCredentials,
  addressOf,
  credentialsOfEnvironment,
  parseAddress,
  regionOfEnvironment,
} from './environment.ts';
import { readAnswer } from './read-answer.ts';
import { RequestSigner } from './request-signer.ts';
import { isTemporary } from './retry.ts';
import { AWS_SERVICES, type AwsServiceName } from './services.ts';

/** What one call may take. */
export interface AwsCallOptions {
  readonly abortSignal?: AbortSignal | undefined;
  /**
   * How long the call may take in all, in ms. Attempts share it: each may take an even part of what is left.
   * @default the client's
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often it may be sent. One that may be sent twice is sent again over a new connection where a kept one has died.
   * @default the client's
   */
  readonly maxAttempts?: number | undefined;
}

/** Settings of an `AwsJsonClient`. */
export interface AwsJsonClientOptions {
  readonly service: AwsServiceName;
  /** @default `AWS_REGION` or `AWS_DEFAULT_REGION` of the environment */
  readonly region?: string | undefined;
  /** @default `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL` of the environment, or else `regularEndpoint` */
  readonly endpoint?: string | undefined;
  /**
   * Where the service is when nobody says otherwise.
   * @default the region's own
   */
  readonly regularEndpoint?: string | undefined;
  /** @default those in the environment */
  readonly credentials?: AwsCredentials | undefined;
  /** @default 9000 */
  readonly timeoutMs?: number | undefined;
  /** @default 3 */
  readonly maxAttempts?: number | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
}

/** What is sent once, and how. */
type Attempt = Pick<HttpRequest, 'timeoutMs' | 'abortSignal' | 'isIdempotent'> & { readonly body: string };

/** Where calls go, and with whose signature. */
interface Destination {
  readonly url: URL;
  readonly signer: RequestSigner;
  readonly connections: HttpClient;
}

/**
 * Calls an AWS service in AWS's JSON protocol. It stands in for the AWS SDK's clients, the first of which would be
 * some 25 ms and 150 KB of a cold start: it signs with their own signer, sends over kept-alive connections, and neither
 * checks what it is given nor what it gets.
 *
 * What fails for a moment (no connection, no answer in time, 5xx, throttling) is sent again after a growing wait with
 * full jitter. A call whose answer was lost may so be done twice: SQS may repeat a message in any case, and a conditional
 * write may find that its own first attempt has been there.
 *
 * The environment is read at the first call, credentials at each.
 */
export class AwsJsonClient {
  readonly #options: AwsJsonClientOptions;
  readonly #clock: Clock;
  #destination: Destination | undefined;

  constructor(options: AwsJsonClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * @param operation - AWS's name for it, such as `SendMessage`.
   * @returns What the service answered, parsed.
   * @throws AwsServiceError when the service refuses; AwsConnectionError without an answer; ConfigError without region,
   *   credentials or a usable address.
   */
  async call(operation: string, input: object, options: AwsCallOptions = {}): Promise<unknown> {
    const { service, timeoutMs: usualTimeoutMs = 9_000, maxAttempts: usualAttempts = 3 } = this.#options;
    const { timeoutMs: totalMs = usualTimeoutMs, maxAttempts = usualAttempts, abortSignal } = options;
    const call = { service, operation };
    const body = JSON.stringify(input);
    const deadline = this.#clock.now() + totalMs;
    const usefulUntil = Math.min(deadline, (abortSignal && deadlineOf(abortSignal)) ?? deadline);
    for (let attempt = 0; ; attempt += 1) {
      const timeoutMs = (deadline - this.#clock.now()) / (maxAttempts - attempt);
      const isIdempotent = maxAttempts > 1; // or taken to be: see above
      try {
        return await this.#attempt(call, { body, timeoutMs, abortSignal, isIdempotent });
      } catch (error) {
        const delayMs = backoffMs(attempt, Math.random());
        const isLast = attempt + 1 >= maxAttempts || usefulUntil - this.#clock.now() <= delayMs;
        if (isLast || !isTemporary(error)) throw error instanceof HttpRequestError ? unanswered(call, error) : error;
        await this.#wait(call, delayMs, abortSignal);
      }
    }
  }

  async #attempt(call: AwsCall, { body, ...terms }: Attempt): Promise<unknown> {
    const { target, jsonVersion } = AWS_SERVICES[this.#options.service];
    this.#destination ??= this.#findDestination();
    const { url, signer, connections } = this.#destination;
    const headers = {
      'content-type': `application/x-amz-json-${jsonVersion}`,
      'user-agent': 'frameio-lambda',
      'x-amz-target': `${target}.${call.operation}`,
    };
    const answer = await connections.exchange({
      method: 'POST',
      path: url.pathname,
      headers: await signer.sign(url, headers, body, this.#clock.now()),
      body,
      ...terms,
    });
    return readAnswer(answer, call);
  }

  #findDestination(): Destination {
    const { service, region = regionOfEnvironment(), endpoint, regularEndpoint, credentials } = this.#options;
    const url = endpoint ? parseAddress(endpoint, service) : addressOf(service, region, regularEndpoint);
    const signer = new RequestSigner({ service, region, credentials: () => credentials ?? credentialsOfEnvironment() });
    return { url, signer, connections: new HttpClient(url, this.#clock) };
  }

  async #wait(call: AwsCall, ms: number, signal: AbortSignal | undefined): Promise<void> {
    await this.#clock.wait(ms, signal).catch((cause: unknown) => {
      throw signal?.aborted ? new AwsConnectionError(call, WORDS.aborted, { cause: signal.reason }) : cause;
    });
  }
}

const WORDS = { broken: 'the connection broke', timeout: 'its time was up', aborted: 'it was aborted' } as const;

function unanswered(call: AwsCall, { failure, where, cause }: HttpRequestError): AwsConnectionError {
  return new AwsConnectionError(call, `${WORDS[failure]} ${where}`.trimEnd(), { cause });
}
