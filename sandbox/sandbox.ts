import { join } from 'node:path';
import type * as Frameio from '../lib/client/frameio.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import { ClockControl } from './clock/clock-control.ts';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { consoleListener } from './console/console-listener.ts';
import { controlApiListener } from './control/control-api.ts';
import { sandboxRoutes } from './control/sandbox-routes.ts';
import { CommentReporter } from './deliveries/comment-reporter.ts';
import { DeliveryMonitor } from './deliveries/delivery-monitor.ts';
import type { DeliveryReport } from './deliveries/delivery-report.ts';
import { EventDispatcher } from './deliveries/event-dispatcher.ts';
import type { SentDelivery } from './deliveries/report-delivery.ts';
import { type ReportedDelivery, WebhookDeliveries } from './deliveries/webhook-deliveries.ts';
import { AppRegistration } from './deployment/app-registration.ts';
import { secretsHider } from './deployment/hide-secrets.ts';
import { deployLocally, type LocalDeployment } from './deployment/local-deployment.ts';
import { ApiFaults } from './faults/api-faults.ts';
import { ActionInteractions } from './frameio/actions/action-interactions.ts';
import { findClientOperation } from './frameio/api/client-operations.ts';
import { frameioListener } from './frameio/frameio-listener.ts';
import { IMS_PATH } from './frameio/ims/ims-listener.ts';
import { SHARES_PATH } from './frameio/shares/share-url.ts';
import type { NewFile } from './frameio/state/files.ts';
import type { FrameioEvent } from './frameio/state/frameio-event.ts';
import type { PersistedFrameioState } from './frameio/state/frameio-journal.ts';
import type { FrameioState } from './frameio/state/frameio-state.ts';
import { openState } from './frameio/state/open-state.ts';
import { STORAGE_PATH } from './frameio/storage/storage-path.ts';
import { signingSecretOf } from './frameio/webhooks/register-webhooks.ts';
import type { DeliveryAttempt, WebhookBody } from './frameio/webhooks/webhook-sender.ts';
import { functionObserver } from './function-observer.ts';
import { EventRecorder } from './history/event-recorder.ts';
import { resumeReports } from './history/resume-reports.ts';
import { type Listener, type LocalServer, listen } from './http/listen.ts';
import { refuseWebsites } from './http/refuse-websites.ts';
import { readClockOffset } from './persistence/clock-offset.ts';
import { writeSandboxAddress } from './persistence/sandbox-address.ts';
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

const FRAMEIO_PATHS = ['/v4/', IMS_PATH, SHARES_PATH, STORAGE_PATH];

/** The parts of a sandbox. */
interface Parts extends PersistedFrameioState {
  readonly frameioServer: LocalServer;
  readonly deployment: LocalDeployment;
  readonly signingSecret: string;
  readonly clock: SandboxClock;
  readonly recorder: EventRecorder;
  readonly comments: CommentReporter;
  readonly monitor: DeliveryMonitor;
  readonly registration: AppRegistration;
  readonly interactions: ActionInteractions;
  readonly faults: ApiFaults;
  readonly removeAddress: () => void;
}

/** A local Frame.io, and a stack deployed to local AWS services. */
export class Sandbox {
  readonly frameioState: FrameioState;
  readonly deployment: LocalDeployment;
  readonly frameioUrl: string;
  /** Secret that Frame.io signs deliveries to the app with. It survives restarts, if there is a state folder. */
  readonly signingSecret: string;
  /** Runs custom actions as users do. */
  readonly interactions: ActionInteractions;
  readonly #parts: Parts;
  readonly #clockControl: ClockControl;
  readonly #controlApi: Listener;
  readonly #deliveries: WebhookDeliveries;
  readonly #dispatcher: EventDispatcher;
  /** Set if the sandbox watches the user's files. */
  #reloader: CodeReloader | undefined;
  #lastUpload: NewFile | undefined;

  private constructor({ stack, delivery, stateFolder, inspect = false }: SandboxOptions, parts: Parts) {
    const { state, deployment, frameioServer, signingSecret, clock, monitor, interactions, recorder, comments } = parts;
    this.#parts = parts;
    this.frameioState = state;
    this.interactions = interactions;
    this.deployment = deployment;
    this.frameioUrl = frameioServer.url;
    this.signingSecret = signingSecret;
    this.#deliveries = new WebhookDeliveries({
      sender: { ...delivery, url: deployment.webhookUrl, secret: () => signingSecret, clock, timesOutByClock: inspect },
      monitor,
      deployment,
      onEvent: (event) => recorder.record(event),
      onIdle: () => comments.report(),
    });
    this.#dispatcher = new EventDispatcher({
      state,
      deliveries: this.#deliveries,
      clock,
      onEvent: (event) => recorder.record(event),
    });
    this.#clockControl = new ClockControl({
      clock,
      stateFolder,
      whenIdle: () => this.#whenIdle(),
      whenSettled: () => monitor.whenChecked(),
      onChange: (changed) => recorder.record({ kind: 'clock_changed', clock: changed }),
    });
    this.#controlApi = controlApiListener(
      sandboxRoutes({
        ...parts,
        manifest: () => this.manifest,
        sqs: deployment.sqs,
        queues: stack.queues,
        deliveries: this.#deliveries,
        clockControl: this.#clockControl,
        upload: async (newFile) => {
          const { file, attempts, comments, reported } = await this.upload(newFile);
          return { file, attempts, comments, handlers: reported?.report?.handlers };
        },
      }),
    );
  }

  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { stack, port, onEvent, fault, stateFolder, values, studio = false, inspect = false } = options;
    if (inspect) await writeDebugBundles(stack.functions);
    const clock = new SandboxClock({ offsetMs: stateFolder === undefined ? 0 : readClockOffset(stateFolder) });
    const onFrameioEvent = (event: FrameioEvent) => void sandbox.#dispatcher.handle(event);
    const stateOptions = { now: () => new Date(clock.now()), studio, onEvent: onFrameioEvent };
    const { state, close } = await openState(stateFolder, stateOptions);
    const recorder = new EventRecorder({
      now: () => clock.now(),
      nameOf: ({ id }) => state.file(id)?.name,
      onEvent,
      ...(stateFolder !== undefined && { path: join(stateFolder, 'deliveries.journal') }),
    });
    const record = (event: SandboxEvent) => recorder.record(event);
    const comments = new CommentReporter(state, record);
    const signingSecret = signingSecretOf(state);
    const faults = new ApiFaults({
      clock,
      operationOf: ({ method, path }) => findClientOperation(method, path)?.name,
      onChange: (active) => record({ kind: 'faults_changed', faults: active }),
    });
    const frameioApi = frameioListener({
      state,
      now: () => clock.now(),
      onCall: (call) => record({ kind: 'api_called', call }),
      fault: (call) => (fault === 'frame.io' ? 500 : faults.take(call)),
    });
    const interactions = new ActionInteractions({
      state,
      clock,
      onSend: (sent) => record({ kind: 'action_sent', sent }),
      onReply: (replied) => {
        record({ kind: 'action_replied', replied });
        comments.report();
      },
    });
    const control = refuseWebsites(consoleListener((request, response) => sandbox.#controlApi(request, response)));
    // A caller of Frame.io shows a token, a secret or a pre-signed URL, which a website does not have.
    const isFrameio = (url = '') => FRAMEIO_PATHS.some((path) => url.startsWith(path));
    const frameioServer = await listen(
      (request, response) => (isFrameio(request.url) ? frameioApi : control)(request, response),
      port,
    );
    const monitor = new DeliveryMonitor(stack, {
      onChange: (change) => record({ kind: 'handler_reported', ...change }),
      onMessage: (report) => record({ kind: 'message_reported', ...report }),
    });
    const observer = functionObserver(monitor, record);
    const hide = secretsHider(stack.manifest, values ?? {});
    const deployment: LocalDeployment = await deployLocally({
      stack,
      frameioBaseUrl: frameioServer.url,
      signingSecret,
      apiToken: state.token,
      port: port === 0 ? 0 : port + 1,
      clock,
      inspect,
      ...observer,
      onLog: (line, source) => observer.onLog(hide(line), source),
      onBatch: (result) => {
        record({ kind: 'batch_processed', result });
        comments.report();
        monitor.handleBatch(result, deployment);
      },
      ...(values && { values }),
      ...(stateFolder !== undefined && { stateFolder }),
    });
    if (fault === 'secrets-manager') deployment.secretsManager.fault = 'down';
    const registration = new AppRegistration({
      ...stack,
      state,
      deployment,
      signingSecret,
      onChange: (change) => {
        monitor.manifest = change.manifest;
        record({ kind: 'app_changed', change });
        if (change.needsRestart.length > 0) options.onManifestChange?.(change.manifest);
      },
      onError: (message) => record({ kind: 'app_refused', message }),
    });
    registration.register();
    const removeAddress =
      stateFolder === undefined ? () => undefined : writeSandboxAddress(stateFolder, frameioServer.url);
    const parts = { state, close, frameioServer, deployment, signingSecret, clock, removeAddress };
    const sandbox: Sandbox = new Sandbox(options, {
      ...parts,
      recorder,
      comments,
      monitor,
      registration,
      interactions,
      faults,
    });
    await resumeReports(recorder.history, monitor, deployment);
    sandbox.#dispatcher.resumeTranscoding();
    if (options.watch) await sandbox.#watch(options);
    if (options.watch || inspect) deployment.warmUp();
    return sandbox;
  }

  async #watch({ stack, inspect = false }: SandboxOptions): Promise<void> {
    this.#reloader = await CodeReloader.start({
      functions: stack.functions,
      forDebugger: inspect,
      reload: () => {
        this.deployment.reload();
        this.deployment.warmUp();
      },
      onChange: (change) => {
        this.#parts.recorder.record(change);
        if (change.kind === 'code_reloaded') void this.#parts.registration.refresh();
      },
    });
  }

  /** Manifest of the app's code. */
  get manifest(): AppManifest {
    return this.#parts.monitor.manifest;
  }

  /** Time of the sandbox's clock, in milliseconds since 1970. */
  get now(): number {
    return this.#parts.clock.now();
  }

  /**
   * Adds a file to Frame.io, which delivers `file.ready` to the webhooks that listen to it. Resolves when the delivery to the
   * app and its functions have ended.
   */
  async upload(newFile: NewFile): Promise<UploadResult> {
    const { frameioState } = this;
    this.#lastUpload = newFile;
    const file = frameioState.addFile(newFile);
    const dispatched = this.#dispatcher.dispatch({
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
    this.#parts.recorder.record({ kind: 'sample_event', body });
    return await this.#deliveries.deliver(body);
  }

  /** Uploads a file like the last one, so that its event runs the handlers again. Before the first upload, uploads `first`. */
  async uploadAgain(first: NewFile): Promise<void> {
    await this.upload(this.#lastUpload ?? first);
  }

  /** Reports a delivery again, with what happened since. */
  async report(delivery: SentDelivery): Promise<DeliveryReport | undefined> {
    return await this.#parts.monitor.report(delivery, this.deployment);
  }

  /**
   * Advances the clock, so that delayed messages run now. Waits first until no function runs: otherwise its message would
   * become visible, and its lock expire, while it still works. Resolves when everything that became due is processed.
   */
  async advance(ms: number): Promise<void> {
    await this.#clockControl.advance(ms);
  }

  async close(): Promise<void> {
    const { monitor, registration, frameioServer, recorder, close, removeAddress } = this.#parts;
    removeAddress();
    this.#dispatcher.stop();
    this.#clockControl.stop();
    await this.#reloader?.close();
    await registration.stop();
    this.#deliveries.stop();
    this.interactions.stop();
    await monitor.stop();
    await Promise.all([frameioServer.close(), this.deployment.close()]);
    recorder.close();
    await close();
  }

  /** Resolves when no function runs and no delivery is in flight. Delayed messages may remain. */
  async #whenIdle(): Promise<void> {
    do {
      await this.#deliveries.whenIdle();
      await this.interactions.whenIdle();
      await this.deployment.whenIdle();
    } while (this.#deliveries.inFlight + this.interactions.inFlight > 0);
  }
}
