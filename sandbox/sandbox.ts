import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { SynthesizedStack } from '../cdk/read-synthesized.ts';
import type * as Frameio from '../lib/client/frameio.ts';
import type { WebhookEventName } from '../lib/events/event-map.ts';
import type { BatchResult } from './aws/lambda/event-source-mapping.ts';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { controlApiListener } from './control-api.ts';
import { deployLocally, type LocalDeployment } from './deployment/local-deployment.ts';
import type { ApiCall } from './frameio/api/api-listener.ts';
import { frameioListener } from './frameio/frameio-listener.ts';
import { openFrameioState, type PersistedFrameioState } from './frameio/state/frameio-journal.ts';
import { type FileEvent, FrameioState, type NewFile } from './frameio/state/frameio-state.ts';
import { STORAGE_PATH } from './frameio/storage/storage-path.ts';
import { type DeliveryAttempt, WebhookSender, type WebhookSenderOptions } from './frameio/webhooks/webhook-sender.ts';
import { type LocalServer, listen } from './http/listen.ts';
import { readClockOffset, writeClockOffset } from './persistence/clock-offset.ts';

/** An event of the sandbox. Observers receive events in the order in which they happen. */
export type SandboxEvent =
  | { readonly kind: 'file_event'; readonly event: FileEvent }
  | {
      readonly kind: 'delivery_sent';
      readonly type: WebhookEventName;
      readonly number: number;
      readonly signature: string;
      readonly isCold: boolean;
    }
  | { readonly kind: 'api_called'; readonly call: ApiCall }
  | { readonly kind: 'delivery_attempted'; readonly attempt: DeliveryAttempt }
  | { readonly kind: 'comment_posted'; readonly file: Frameio.File; readonly text: string }
  | { readonly kind: 'batch_processed'; readonly result: BatchResult }
  | { readonly kind: 'function_logged'; readonly line: string };

/** The services whose outage can be simulated. */
export const SANDBOX_FAULTS = ['secrets-manager', 'frame.io'] as const;

/** Options of a sandbox. */
export interface SandboxOptions {
  readonly stack: SynthesizedStack;
  /** Preferred port of Frame.io. The endpoint prefers the next one. With 0, the system picks both. */
  readonly port: number;
  readonly onEvent: (event: SandboxEvent) => void;
  /** A service that responds to every call with an error. */
  readonly fault?: (typeof SANDBOX_FAULTS)[number];
  /**
   * Folder that stores files, comments, messages, idempotency records and the clock.
   * @default none: they are in memory only
   */
  readonly stateFolder?: string;
  /** Changes to Frame.io's way to deliver webhooks. */
  readonly delivery?: Pick<WebhookSenderOptions, 'maxAttempts' | 'delayMs'>;
}

/** The result of an upload. */
export interface UploadResult {
  readonly file: Frameio.File;
  readonly attempts: readonly DeliveryAttempt[];
  /** Texts of the comments on the file after the delivery. */
  readonly comments: readonly string[];
}

/** Duration of transcoding: long enough to see in the terminal that the upload completes first. */
const TRANSCODING_MS = 1_000;

/** A local Frame.io, and a stack deployed to local AWS services. */
export class Sandbox {
  readonly frameioState: FrameioState;
  readonly deployment: LocalDeployment;
  readonly frameioUrl: string;
  /** Secret that Frame.io signs deliveries with. Each start generates a new one. */
  readonly signingSecret: string;
  readonly #clock: SandboxClock;
  readonly #stateFolder: string | undefined;
  readonly #onEvent: (event: SandboxEvent) => void;
  readonly #closeState: () => Promise<void>;
  readonly #frameioServer: LocalServer;
  readonly #sender: WebhookSender;
  readonly #stop = new AbortController();
  /** The last call of `advance`. Calls run one after the other. */
  #advanced: Promise<void> = Promise.resolve();

  private constructor(
    { onEvent, delivery, stateFolder }: SandboxOptions,
    { state, close }: PersistedFrameioState,
    frameioServer: LocalServer,
    deployment: LocalDeployment,
    signingSecret: string,
    clock: SandboxClock,
  ) {
    this.frameioState = state;
    this.#closeState = close;
    this.deployment = deployment;
    this.frameioUrl = frameioServer.url;
    this.signingSecret = signingSecret;
    this.#clock = clock;
    this.#stateFolder = stateFolder;
    this.#frameioServer = frameioServer;
    this.#onEvent = onEvent;
    this.#sender = new WebhookSender({
      ...delivery,
      url: deployment.webhookUrl,
      secret: () => signingSecret,
      clock,
      onSend: (number, signature, { type }) =>
        onEvent({ kind: 'delivery_sent', type, number, signature, isCold: deployment.isCold() }),
      onAttempt: (attempt) => onEvent({ kind: 'delivery_attempted', attempt }),
    });
  }

  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { stack, port, onEvent, fault, stateFolder } = options;
    const clock = new SandboxClock({ offsetMs: stateFolder === undefined ? 0 : readClockOffset(stateFolder) });
    const now = () => new Date(clock.now());
    const onFileEvent = (event: FileEvent) => void sandbox.#handleFileEvent(event);
    const { state, close } =
      stateFolder === undefined
        ? { state: new FrameioState({ now, onFileEvent }), close: async () => undefined }
        : await openFrameioState(join(stateFolder, 'frameio.journal'), { now, onFileEvent });
    const signingSecret = randomBytes(24).toString('hex');
    const frameioApi = frameioListener({
      state,
      now: () => clock.now(),
      onCall: (call) => onEvent({ kind: 'api_called', call }),
      fault: () => (fault === 'frame.io' ? 500 : undefined),
    });
    const control = controlApiListener({
      state,
      upload: (file) => sandbox.upload(file),
      advance: (ms) => sandbox.advance(ms),
    });
    const isFrameio = (url = '') => url.startsWith('/v4/') || url.startsWith(STORAGE_PATH);
    const frameioServer = await listen(
      (request, response) => (isFrameio(request.url) ? frameioApi : control)(request, response),
      port,
    );
    const deployment = await deployLocally({
      stack,
      frameioBaseUrl: frameioServer.url,
      signingSecret,
      apiToken: state.token,
      port: port === 0 ? 0 : port + 1,
      clock,
      onLog: (line) => onEvent({ kind: 'function_logged', line }),
      onBatch: (result) => onEvent({ kind: 'batch_processed', result }),
      ...(stateFolder !== undefined && { stateFolder }),
    });
    if (fault === 'secrets-manager') deployment.secretsManager.fault = 'down';
    const sandbox: Sandbox = new Sandbox(options, { state, close }, frameioServer, deployment, signingSecret, clock);
    return sandbox;
  }

  /** Adds a file to Frame.io, which delivers `file.ready`. Resolves when the delivery and the functions have ended. */
  async upload(newFile: NewFile): Promise<UploadResult> {
    const { frameioState } = this;
    return await this.#deliver({
      type: 'file.ready',
      file: frameioState.addFile(newFile),
      user: frameioState.uploader,
    });
  }

  /**
   * Advances the clock, so that delayed messages run now. Waits first until no function runs: otherwise its message would
   * become visible, and its lock expire, while it still works. Resolves when everything that became due is processed.
   */
  async advance(ms: number): Promise<void> {
    const advanced = this.#advanced.then(async () => {
      await this.#whenIdle();
      // Saved first: a sandbox that is killed after this line restarts at the later time, like everything it stored.
      if (this.#stateFolder !== undefined) writeClockOffset(this.#stateFolder, this.#clock.offsetMs + ms);
      this.#clock.advance(ms);
      await this.#whenIdle();
    });
    this.#advanced = advanced.catch(() => undefined); // the caller receives the error
    await advanced;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#sender.stop();
    await Promise.all([this.#frameioServer.close(), this.deployment.close()]);
    await this.#closeState();
  }

  /** Resolves when no function runs and no delivery is in flight. Delayed messages may remain. */
  async #whenIdle(): Promise<void> {
    do {
      await this.#sender.waitForInFlight(0);
      await this.deployment.whenIdle();
    } while (this.#sender.inFlight > 0);
  }

  /** Delivers the event of an upload through the API. Starts transcoding when the upload is complete. */
  async #handleFileEvent(event: FileEvent): Promise<void> {
    await setImmediate(); // responds to the API call first
    void this.#deliver(event);
    if (event.type !== 'file.upload.completed') return;
    const isOpen = await setTimeout(TRANSCODING_MS, true, { signal: this.#stop.signal }).catch(() => false);
    if (isOpen) this.frameioState.transcode(event.file.id);
  }

  async #deliver(event: FileEvent): Promise<UploadResult> {
    const { frameioState } = this;
    const { type, file, user } = event;
    const before = frameioState.commentsOf(file.id).length;
    this.#onEvent({ kind: 'file_event', event });
    const attempts = await this.#sender.deliver({
      account: { id: frameioState.account.id },
      project: { id: file.project_id },
      resource: { id: file.id, type: 'file' },
      type,
      user: { id: user.id },
      workspace: { id: frameioState.workspace.id },
    });
    await this.deployment.whenIdle();
    const comments = frameioState.commentsOf(file.id).map(({ text }) => text);
    for (const text of comments.slice(before)) this.#onEvent({ kind: 'comment_posted', file, text });
    return { file, attempts, comments };
  }
}
