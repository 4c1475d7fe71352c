import { randomBytes } from 'node:crypto';
import type { SynthesizedFunction } from '../../cdk/synthesize.ts';
import type { Frameio } from '../../lib/index.ts';
import { ExecutionEnvironment } from '../../sandbox/aws/lambda/execution-environment.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import type { ApiCall } from '../../sandbox/frameio/api/api-listener.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { type ApiFaultOption, faulty } from './api-faults.ts';
import { type SignedDelivery, signedDelivery } from './events.ts';
import { builtEndpoint } from './synthesized.ts';

/** A text no log line may hold: it stands in every body. */
export const BODY_CANARY = 'canary-of-the-body';

/** What the endpoint's function answers. */
interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The one answer every refusal gets: nothing in it tells why. */
export const REFUSED: Answer = { statusCode: 401, headers: {}, body: '' };

/** The answer when nothing can be verified; as mute as a refusal. */
export const UNAVAILABLE: Answer = { statusCode: 503, headers: {}, body: '' };

/** The answer to a delivery that came to an end, good or bad. */
export function told(statusCode: number, outcome: string): Answer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }) };
}

/** How an endpoint is started, where it differs from the usual. */
export interface EndpointUnderTestOptions {
  /** @default the one that runs handlers inline */
  readonly function?: SynthesizedFunction;
  /**
   * Variables of the deployment beside its secrets and the addresses of what is here.
   * @default none: no queue and no idempotency store
   */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The bundle that would be deployed, in a process of its own, between a Frame.io and a Secrets Manager. */
export class EndpointUnderTest {
  readonly frameioState = new FrameioState();
  readonly secretsManager = new SecretsManager();
  readonly apiCalls: ApiCall[] = [];
  readonly logs: string[] = [];
  readonly signingSecret = `canary-signing-${randomBytes(16).toString('hex')}`;
  /** What is wrong with Frame.io, if anything. */
  apiFault: ApiFaultOption;
  /** Clock of Frame.io's limits, in ms. So fast, nothing comes up to them: they are not what is tested. */
  apiNow: () => number = () => Date.now() * 1_000;
  /** The file the usual delivery is about. */
  readonly file: Frameio.File;
  readonly #options: EndpointUnderTestOptions;
  readonly #servers: LocalServer[] = [];
  readonly #signatures: string[] = [];
  #lambda: ExecutionEnvironment | undefined;

  private constructor(options: EndpointUnderTestOptions) {
    this.#options = options;
    this.file = this.frameioState.addFile({ name: 'Interview.mov', fileSize: 1_234_567 });
    this.secretsManager.put('api-credentials', this.frameioState.token);
    this.secretsManager.put('signing-secrets', this.signingSecret);
  }

  /** @param prepare - Called before the function is first loaded. */
  static async start(
    prepare: (endpoint: EndpointUnderTest) => void = () => undefined,
    options: EndpointUnderTestOptions = {},
  ): Promise<EndpointUnderTest> {
    const endpoint = new EndpointUnderTest(options);
    prepare(endpoint);
    const onCall = (call: ApiCall) => void endpoint.apiCalls.push(call);
    const api = frameioListener({ state: endpoint.frameioState, now: () => endpoint.apiNow(), onCall });
    endpoint.#servers.push(
      await listen(faulty(api, () => endpoint.apiFault)),
      await listen(endpoint.secretsManager.listener),
    );
    return endpoint;
  }

  /** Hands the function an event, as Lambda does, and returns its answer. */
  async invoke(event: unknown, { clockSkewMs = 0 } = {}): Promise<unknown> {
    this.#lambda ??= this.#startLambda(clockSkewMs);
    this.#lambda.clockSkewMs = clockSkewMs;
    return await this.#lambda.invoke(event);
  }

  /** A genuine delivery about `file`. */
  genuine({ fileId = this.file.id, ...delivery }: SignedDelivery & { readonly fileId?: string } = {}) {
    const body = delivery.body ?? this.body({ resource: { id: fileId, type: 'file' } });
    const event = signedDelivery({ secret: this.signingSecret, ...delivery, body });
    this.#signatures.push(String(event.headers['x-frameio-signature']).slice(3));
    return event;
  }

  /** The usual body, changed. */
  body(change: object = {}): string {
    const account = this.frameioState.account;
    const resource = { id: this.file.id, type: 'file' };
    return JSON.stringify({ ...fileReady, account, resource, note: BODY_CANARY, ...change });
  }

  /** Comments on the file so far: the handler's effect. */
  get effects(): number {
    return this.frameioState.commentsOf(this.file.id).length;
  }

  /** Everything that must not be logged, and has been. */
  get leaks(): readonly string[] {
    const canaries = [BODY_CANARY, this.signingSecret, this.frameioState.token, ...this.#signatures];
    const log = this.logs.join('\n');
    return canaries.filter((canary) => log.includes(canary));
  }

  /** Makes the next event meet a cold start. */
  async recycle(): Promise<void> {
    await this.#lambda?.stop();
    this.#lambda = undefined;
  }

  async stop(): Promise<void> {
    await this.recycle();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  /** Variables with which a function finds what is here. */
  get variables(): Readonly<Record<string, string>> {
    const [frameio, secretsManager] = this.#servers;
    return {
      FRAMEIO_BASE_URL: String(frameio?.url),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: String(secretsManager?.url),
      SIGNING_SECRETS_SECRET_ID: 'signing-secrets',
      API_CREDENTIALS_SECRET_ID: 'api-credentials',
      AWS_LAMBDA_LOG_LEVEL: 'DEBUG', // canaries are looked for at every level
    };
  }

  #startLambda(clockSkewMs: number): ExecutionEnvironment {
    return new ExecutionEnvironment({
      function: this.#options.function ?? builtEndpoint(),
      variables: { ...this.variables, ...this.#options.variables },
      onLog: (line) => void this.logs.push(line),
      clockSkewMs,
    });
  }
}
