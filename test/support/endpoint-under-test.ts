import { createHash, randomBytes } from 'node:crypto';
import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import type * as Frameio from '../../lib/client/frameio.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { ExecutionEnvironment } from '../../sandbox/aws/lambda/execution-environment.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import type { ApiCall } from '../../sandbox/frameio/api/api-listener.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { ACTION_MESSAGE, INTERACTION } from './action-requests.ts';
import { type ApiFaultOption, faulty } from './api-faults.ts';
import { type SignedDelivery, signedDelivery } from './events.ts';
import { builtEndpoint } from './synthesized.ts';

/** Path of the requests of custom actions. */
const ACTIONS_PATH = '/actions';

/** Text in every body, which no log line may contain. */
export const BODY_CANARY = 'canary-of-the-body';

/** Response of the endpoint's function. */
interface EndpointResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The same response for every delivery that does not verify. */
export const UNAUTHORIZED: EndpointResponse = { statusCode: 401, headers: {}, body: '' };

/** The response when the signing secrets are unavailable. */
export const UNAVAILABLE: EndpointResponse = { statusCode: 503, headers: {}, body: '' };

/** Returns the response to a verified delivery. */
export function response(statusCode: number, outcome: string): EndpointResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }) };
}

/** What Frame.io sends: events, or requests of the custom action `message` of the actions app. */
export type RequestKind = 'webhook' | 'action';

/** How an endpoint differs from the one that would be deployed inline. */
export interface EndpointUnderTestOptions {
  /**
   * What `genuine` and `body` return. Their signing secret is `signing-secrets`, that of the other kind is
   * `other-signing-secrets`.
   * @default 'webhook'
   */
  readonly requests?: RequestKind;
  /** @default the built endpoint of the delivery mode `inline`, which serves requests of either kind */
  readonly function?: SynthesizedFunction;
  /**
   * Variables besides those of the secrets and the local services.
   * @default none: no queue and no idempotency store
   */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The bundle that would be deployed, in its own process, with the sandbox's Frame.io and Secrets Manager. */
export class EndpointUnderTest {
  readonly frameioState = new FrameioState();
  readonly secretsManager = new SecretsManager();
  readonly apiCalls: ApiCall[] = [];
  readonly logs: string[] = [];
  readonly signingSecret = `canary-signing-${randomBytes(16).toString('hex')}`;
  /** Signing secret of the other kind of requests. */
  readonly otherSigningSecret = `canary-other-signing-${randomBytes(16).toString('hex')}`;
  /** Fault of Frame.io's API. */
  apiFault: ApiFaultOption;
  /** Clock of Frame.io's rate limits, in ms. By default it is so fast that no call meets a limit. */
  apiNow: () => number = () => Date.now() * 1_000;
  /** The file of the default delivery. */
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
    this.secretsManager.put('other-signing-secrets', this.otherSigningSecret);
  }

  /** @param prepare - Runs before the function's cold start. */
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

  /** Invokes the function, as Lambda does, and returns its response. */
  async invoke(event: unknown, { clockSkewMs = 0 } = {}): Promise<unknown> {
    this.#lambda ??= this.#startLambda(clockSkewMs);
    this.#lambda.clockSkewMs = clockSkewMs;
    return await this.#lambda.invoke(event);
  }

  /** Returns a genuine request about `file`. */
  genuine({ fileId = this.file.id, ...delivery }: SignedDelivery & { readonly fileId?: string } = {}) {
    const body = delivery.body ?? this.body({ resource: { id: fileId, type: 'file' } });
    const path = this.#isAction ? ACTIONS_PATH : undefined;
    return this.#remembered(signedDelivery({ secret: this.signingSecret, ...(path && { path }), ...delivery, body }));
  }

  /** Returns the default body with changed fields. */
  body(change: object = {}): string {
    if (this.#isAction) return this.actionBody({ ...newInteraction(change), ...change });
    const account = this.frameioState.account;
    const resource = { id: this.file.id, type: 'file' };
    return JSON.stringify({ ...fileReady, account, resource, note: BODY_CANARY, ...change });
  }

  /** Returns what `hostileDeliveries` needs to make a genuine request. */
  genuineParts(change: object = {}): { readonly secret: string; readonly path: string; readonly body: object } {
    const path = this.#isAction ? ACTIONS_PATH : '/frameio';
    return { secret: this.signingSecret, path, body: JSON.parse(this.body(change)) };
  }

  /** Adds the signature of a request, if it has one, to those that must not be logged. */
  remember(request: unknown): void {
    const signature = recordOf(recordOf(request).headers)['x-frameio-signature'];
    if (typeof signature === 'string' && signature.length > 20) this.#signatures.push(signature.slice(3));
  }

  /** Returns a genuine request of a custom action on `file`, whatever kind of requests `genuine` returns. */
  genuineAction(change: object = {}, delivery: SignedDelivery = {}) {
    const secret = this.#isAction ? this.signingSecret : this.otherSigningSecret;
    return this.#remembered(signedDelivery({ secret, path: ACTIONS_PATH, body: this.actionBody(change), ...delivery }));
  }

  /** Returns the body of the action `message` with changed fields. */
  actionBody(change: object = {}): string {
    const { account } = this.frameioState;
    const resource = { id: this.file.id, type: 'file' };
    const ids = { ...INTERACTION, account_id: account.id, resource, type: 'message' };
    return JSON.stringify({ ...ids, note: BODY_CANARY, ...change });
  }

  /** The response to a genuine request. */
  get accepted(): EndpointResponse {
    if (!this.#isAction) return response(200, 'completed');
    return { ...response(200, ''), body: JSON.stringify(ACTION_MESSAGE) };
  }

  /** Number of comments on `file`, the effect of the handler. */
  get commentCount(): number {
    return this.frameioState.commentsOf(this.file.id).length;
  }

  /** Texts in the log that must not be logged. */
  get leaks(): readonly string[] {
    const secrets = [this.signingSecret, this.otherSigningSecret, this.frameioState.token];
    const canaries = [BODY_CANARY, ...secrets, ...this.#signatures];
    const log = this.logs.join('\n');
    return canaries.filter((canary) => log.includes(canary));
  }

  /** Ends the function's process: the next event causes a cold start. */
  async recycle(): Promise<void> {
    await this.#lambda?.stop();
    this.#lambda = undefined;
  }

  async stop(): Promise<void> {
    await this.recycle();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  /** Variables with the addresses of the local services and the names of the secrets. */
  get variables(): Readonly<Record<string, string>> {
    const [frameio, secretsManager] = this.#servers;
    return {
      FRAMEIO_BASE_URL: String(frameio?.url),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: String(secretsManager?.url),
      SIGNING_SECRETS_SECRET_ID: this.#isAction ? 'other-signing-secrets' : 'signing-secrets',
      ACTION_SIGNING_SECRETS_SECRET_ID: this.#isAction ? 'signing-secrets' : 'other-signing-secrets',
      API_CREDENTIALS_SECRET_ID: 'api-credentials',
      AWS_LAMBDA_LOG_LEVEL: 'DEBUG', // tests look for canaries at every level
    };
  }

  get #isAction(): boolean {
    return this.#options.requests === 'action';
  }

  /** Adds the signature of a request to those that must not be logged. */
  #remembered<Request extends ReturnType<typeof signedDelivery>>(request: Request): Request {
    this.remember(request);
    return request;
  }

  #startLambda(clockSkewMs: number): ExecutionEnvironment {
    return new ExecutionEnvironment({
      function: this.#options.function ?? builtEndpoint('inline', this.#isAction ? 'actions-app' : 'comment-app'),
      variables: { ...this.variables, ...this.#options.variables },
      onLog: (line) => void this.logs.push(line),
      clockSkewMs,
    });
  }
}

/** Returns the id of an interaction, one for each change of the body. */
function newInteraction(change: object) {
  return { interaction_id: createHash('sha256').update(JSON.stringify(change)).digest('hex') };
}
