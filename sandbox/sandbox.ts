import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type * as Frameio from '../lib/client/frameio.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import type { WebhookEventName } from '../lib/events/event-map.ts';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { controlApiListener } from './control/control-api.ts';
import { DeliveryMonitor } from './deliveries/delivery-monitor.ts';
import type { DeliveryReport } from './deliveries/delivery-report.ts';
import { type DispatchedEvent, EventDispatcher } from './deliveries/event-dispatcher.ts';
import type { SentDelivery } from './deliveries/report-delivery.ts';
import { type ReportedDelivery, WebhookDeliveries } from './deliveries/webhook-deliveries.ts';
import { deployLocally, type LocalDeployment } from './deployment/local-deployment.ts';
import { ActionInteractions } from './frameio/actions/action-interactions.ts';
import { registerActions } from './frameio/actions/register-actions.ts';
import { frameioListener } from './frameio/frameio-listener.ts';
import type { NewFile } from './frameio/state/files.ts';
import type { FrameioEvent } from './frameio/state/frameio-event.ts';
import { openFrameioState, type PersistedFrameioState } from './frameio/state/frameio-journal.ts';
import { FrameioState } from './frameio/state/frameio-state.ts';
import { webhooksFor } from './frameio/state/webhooks.ts';
import { STORAGE_PATH } from './frameio/storage/storage-path.ts';
import { registerWebhook, signingSecretOf } from './frameio/webhooks/register-webhook.ts';
import type { DeliveryAttempt, WebhookBody } from './frameio/webhooks/webhook-sender.ts';
import { functionObserver } from './function-observer.ts';
import { type LocalServer, listen } from './http/listen.ts';
import { refuseWebsites } from './http/refuse-websites.ts';
import { readClockOffset, writeClockOffset } from './persistence/clock-offset.ts';
import { CodeReloader } from './reload/code-reloader.ts';
import { writeDebugBundles } from './reload/write-debug-bundles.ts';
import type { SandboxEvent } from './sandbox-event.ts';
import type { SandboxOptions } from './sandbox-options.ts';

/** The result of an upload. */
export interface UploadResult {
  readonly file: Frameio.File;
  readonly attempts: readonly DeliveryAttempt[];
  /** Texts of the comments on the file after the delivery. */
  readonly comments: readonly string[];
  /** The delivery to the app, if it listens to `file.ready`. */
  readonly reported: ReportedDelivery | undefined;
}

/** Duration of transcoding: long enough to see in the terminal that the upload completes first. */
const TRANSCODING_MS = 1_000;

const UPLOAD_EVENTS: ReadonlySet<string> = new Set([
  'file.created',
  'file.upload.completed',
  'file.ready',
  'file.versioned',
] satisfies readonly WebhookEventName[]);

const isUploadEvent = ({ type }: FrameioEvent) => UPLOAD_EVENTS.has(type);

/** A local Frame.io, and a stack deployed to local AWS services. */
export class Sandbox {
  readonly frameioState: FrameioState;
  readonly deployment: LocalDeployment;
  readonly frameioUrl: string;
  /** Manifest of the app. */
  readonly manifest: AppManifest;
  /** Secret that Frame.io signs deliveries to the app with. It survives restarts, if there is a state folder. */
  readonly signingSecret: string;
  /** Runs custom actions as users do. */
  readonly interactions: ActionInteractions;
  readonly #clock: SandboxClock;
  readonly #stateFolder: string | undefined;
  readonly #onEvent: (event: SandboxEvent) => void;
  readonly #closeState: () => Promise<void>;
  readonly #frameioServer: LocalServer;
  readonly #deliveries: WebhookDeliveries;
  readonly #dispatcher: EventDispatcher;
  readonly #monitor: DeliveryMonitor;
  /** Ids of the comments that an event was about, and of those that a stored state had at the start. */
  readonly #reportedComments: Set<string>;
  readonly #stop = new AbortController();
  /** Set if the sandbox watches the user's files. */
  #reloader: CodeReloader | undefined;
  #lastUpload: NewFile | undefined;
  /** The last call of `advance`. Calls run one after the other. */
  #advanced: Promise<void> = Promise.resolve();

  private constructor(
    { stack, onEvent, delivery, stateFolder, inspect = false }: SandboxOptions,
    { state, close }: PersistedFrameioState,
    frameioServer: LocalServer,
    deployment: LocalDeployment,
    signingSecret: string,
    clock: SandboxClock,
    monitor: DeliveryMonitor,
    interactions: ActionInteractions,
  ) {
    this.frameioState = state;
    this.manifest = stack.manifest;
    this.#monitor = monitor;
    this.interactions = interactions;
    this.#reportedComments = new Set(
      state.files().flatMap(({ id }) => state.commentsOf(id).map((comment) => comment.id)),
    );
    this.#closeState = close;
    this.deployment = deployment;
    this.frameioUrl = frameioServer.url;
    this.signingSecret = signingSecret;
    this.#clock = clock;
    this.#stateFolder = stateFolder;
    this.#frameioServer = frameioServer;
    this.#onEvent = onEvent;
    this.#deliveries = new WebhookDeliveries({
      sender: { ...delivery, url: deployment.webhookUrl, secret: () => signingSecret, clock, timesOutByClock: inspect },
      monitor,
      deployment,
      onEvent,
      onIdle: () => this.#reportComments(),
    });
    this.#dispatcher = new EventDispatcher(state, this.#deliveries);
  }

  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { stack, port, onEvent, fault, stateFolder, values, studio = false, inspect = false } = options;
    if (inspect) await writeDebugBundles(stack.functions);
    const clock = new SandboxClock({ offsetMs: stateFolder === undefined ? 0 : readClockOffset(stateFolder) });
    const now = () => new Date(clock.now());
    const onFrameioEvent = (event: FrameioEvent) => void sandbox.#handleFrameioEvent(event);
    const { state, close } =
      stateFolder === undefined
        ? { state: new FrameioState({ now, studio, onEvent: onFrameioEvent }), close: async () => undefined }
        : await openFrameioState(join(stateFolder, 'frameio.journal'), { now, studio, onEvent: onFrameioEvent });
    const signingSecret = signingSecretOf(state);
    const frameioApi = frameioListener({
      state,
      now: () => clock.now(),
      onCall: (call) => onEvent({ kind: 'api_called', call }),
      fault: () => (fault === 'frame.io' ? 500 : undefined),
    });
    const interactions = new ActionInteractions({
      state,
      clock,
      onSend: (sent) => onEvent({ kind: 'action_sent', sent }),
      onReply: (replied) => {
        onEvent({ kind: 'action_replied', replied });
        sandbox.#reportComments();
      },
    });
    const controlApi = controlApiListener({
      state,
      interactions,
      upload: async (newFile) => {
        const { file, attempts, comments, reported } = await sandbox.upload(newFile);
        return { file, attempts, comments, handlers: reported?.report?.handlers };
      },
      advance: (ms) => sandbox.advance(ms),
    });
    const control = refuseWebsites(controlApi);
    // A caller of Frame.io shows a token or a pre-signed URL, which a website does not have.
    const isFrameio = (url = '') => url.startsWith('/v4/') || url.startsWith(STORAGE_PATH);
    const frameioServer = await listen(
      (request, response) => (isFrameio(request.url) ? frameioApi : control)(request, response),
      port,
    );
    const monitor = new DeliveryMonitor(stack, {
      onChange: (change) => onEvent({ kind: 'handler_reported', ...change }),
      onMessage: (report) => onEvent({ kind: 'message_reported', ...report }),
    });
    const deployment: LocalDeployment = await deployLocally({
      stack,
      frameioBaseUrl: frameioServer.url,
      signingSecret,
      apiToken: state.token,
      port: port === 0 ? 0 : port + 1,
      clock,
      inspect,
      ...functionObserver(monitor, onEvent),
      onBatch: (result) => {
        onEvent({ kind: 'batch_processed', result });
        sandbox.#reportComments();
        monitor.handleBatch(result, deployment);
      },
      ...(values && { values }),
      ...(stateFolder !== undefined && { stateFolder }),
    });
    if (fault === 'secrets-manager') deployment.secretsManager.fault = 'down';
    registerWebhook(state, { handlers: stack.manifest.handlers, url: deployment.webhookUrl, secret: signingSecret });
    deployment.setActionSecrets(registerActions(state, stack.manifest.actions, deployment.actionsUrl));
    const sandbox: Sandbox = new Sandbox(
      options,
      { state, close },
      frameioServer,
      deployment,
      signingSecret,
      clock,
      monitor,
      interactions,
    );
    if (options.watch) await sandbox.#watch(options);
    if (options.watch || inspect) deployment.warmUp();
    return sandbox;
  }

  async #watch({ stack, inspect = false }: SandboxOptions): Promise<void> {
    this.#reloader = await CodeReloader.start({
      functions: stack.functions,
      forDebugger: inspect,
      reload: () => this.deployment.reload(),
      onChange: (change) => this.#onEvent(change),
    });
  }

  /** Time of the sandbox's clock, in milliseconds since 1970. */
  get now(): number {
    return this.#clock.now();
  }

  /**
   * Adds a file to Frame.io, which delivers `file.ready` to the webhooks that listen to it. Resolves when the delivery to the
   * app and its functions have ended.
   */
  async upload(newFile: NewFile): Promise<UploadResult> {
    const { frameioState } = this;
    this.#lastUpload = newFile;
    const file = frameioState.addFile(newFile);
    const dispatched = this.#dispatch({
      type: 'file.ready',
      resource: { id: file.id, type: 'file' },
      project: { id: file.project_id },
      workspace: { id: frameioState.workspace.id },
      user: frameioState.uploader,
    });
    const toApp = await dispatched.find(({ stored }) => stored.isRegistered)?.delivered;
    const comments = frameioState.commentsOf(file.id).map(({ text }) => text);
    return { file, attempts: toApp?.delivery.attempts ?? [], comments, reported: toApp };
  }

  /** Delivers an event. Resolves when the delivery and the functions have ended. */
  async deliver(body: WebhookBody): Promise<ReportedDelivery> {
    this.#onEvent({ kind: 'sample_event', body });
    return await this.#deliveries.deliver(body);
  }

  /** Uploads a file like the last one, so that its event runs the handlers again. Does nothing before the first upload. */
  async uploadAgain(): Promise<void> {
    if (this.#lastUpload) await this.upload(this.#lastUpload);
  }

  /** Reports a delivery again, with what happened since. */
  async report(delivery: SentDelivery): Promise<DeliveryReport | undefined> {
    return await this.#monitor.report(delivery, this.deployment);
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
      await this.#monitor.whenChecked();
    });
    this.#advanced = advanced.catch(() => undefined); // the caller receives the error
    await advanced;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#reloader?.close();
    this.#deliveries.stop();
    this.interactions.stop();
    await this.#monitor.stop();
    await Promise.all([this.#frameioServer.close(), this.deployment.close()]);
    await this.#closeState();
  }

  /** Resolves when no function runs and no delivery is in flight. Delayed messages may remain. */
  async #whenIdle(): Promise<void> {
    do {
      await this.#deliveries.whenIdle();
      await this.interactions.whenIdle();
      await this.deployment.whenIdle();
    } while (this.#deliveries.inFlight + this.interactions.inFlight > 0);
  }

  /** Delivers an event to the webhooks that listen to it now. Starts transcoding when an upload is complete. */
  async #handleFrameioEvent(event: FrameioEvent): Promise<void> {
    const webhooks = webhooksFor(this.frameioState, event);
    await setImmediate(); // responds to the API call first
    if (isUploadEvent(event) || webhooks.length > 0) this.#dispatch(event, webhooks);
    if (event.type !== 'file.upload.completed') return;
    const isOpen = await setTimeout(TRANSCODING_MS, true, { signal: this.#stop.signal }).catch(() => false);
    if (isOpen) this.frameioState.transcode(event.resource.id);
  }

  #dispatch(event: FrameioEvent, webhooks = webhooksFor(this.frameioState, event)): readonly DispatchedEvent[] {
    const file = isUploadEvent(event) && this.frameioState.file(event.resource.id);
    this.#onEvent(file ? { kind: 'file_event', event: { ...event, file } } : { kind: 'frameio_event', event });
    return this.#dispatcher.dispatch(event, webhooks);
  }

  /** Reports the comments of the app that have not been reported. */
  #reportComments(): void {
    const { frameioState } = this;
    for (const file of frameioState.files()) {
      for (const { id, text, owner } of frameioState.commentsOf(file.id)) {
        if (this.#reportedComments.has(id) || owner.id !== frameioState.user.id) continue;
        this.#reportedComments.add(id);
        this.#onEvent({ kind: 'comment_posted', file, text });
      }
    }
  }
}
