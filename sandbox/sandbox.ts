import type * as Frameio from '../lib/client/frameio.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import { ClockControl } from './clock/clock-control.ts';
import { controlApiListener } from './control/control-api.ts';
import { sandboxRoutes } from './control/sandbox-routes.ts';
import { StartingApi } from './control/starting-api.ts';
import type { DeliveryReport } from './deliveries/delivery-report.ts';
import { EventDispatcher } from './deliveries/event-dispatcher.ts';
import type { SentDelivery } from './deliveries/report-delivery.ts';
import { type ReportedDelivery, WebhookDeliveries } from './deliveries/webhook-deliveries.ts';
import type { LocalDeployment } from './deployment/local-deployment.ts';
import type { ActionInteractions } from './frameio/actions/action-interactions.ts';
import type { NewFile } from './frameio/state/files.ts';
import type { FrameioEvent } from './frameio/state/frameio-event.ts';
import type { FrameioState } from './frameio/state/frameio-state.ts';
import type { DeliveryAttempt, WebhookBody } from './frameio/webhooks/webhook-sender.ts';
import { resumeReports } from './history/resume-reports.ts';
import type { Listener } from './http/listen.ts';
import { CodeReloader } from './reload/code-reloader.ts';
import { writeDebugBundles } from './reload/write-debug-bundles.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { type SandboxParts, startParts } from './start-parts.ts';

/** The result of an upload. */
export interface UploadResult {
  readonly file: Frameio.File;
  readonly attempts: readonly DeliveryAttempt[];
  /** Texts of the comments on the file after the delivery. */
  readonly comments: readonly string[];
  /** The delivery to the app, if it listens to `file.ready`. */
  readonly reported: ReportedDelivery | undefined;
}

/** A local Frame.io, and a stack deployed to local AWS services. */
export class Sandbox {
  readonly frameioState: FrameioState;
  readonly deployment: LocalDeployment;
  readonly frameioUrl: string;
  /** Runs custom actions as users do. */
  readonly interactions: ActionInteractions;
  readonly #parts: SandboxParts;
  readonly #clockControl: ClockControl;
  readonly #controlApi: Listener;
  readonly #deliveries: WebhookDeliveries;
  readonly #dispatcher: EventDispatcher;
  /** Set if the sandbox watches the user's files. */
  #reloader: CodeReloader | undefined;
  #lastUpload: NewFile | undefined;

  private constructor({ stack, delivery, stateFolder, inspect = false }: SandboxOptions, parts: SandboxParts) {
    const { state, deployment, frameioServer, signingSecret, clock, monitor, interactions, recorder, comments } = parts;
    this.#parts = parts;
    this.frameioState = state;
    this.interactions = interactions;
    this.deployment = deployment;
    this.frameioUrl = frameioServer.url;
    this.#deliveries = new WebhookDeliveries({
      sender: {
        ...delivery,
        url: deployment.webhookUrl,
        secret: () => signingSecret.value,
        clock,
        timesOutByClock: inspect,
      },
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
        queueAddresses: deployment.queueAddresses,
        dynamoDb: deployment.dynamoDb,
        queues: stack.queues,
        tables: stack.tables,
        webhook: stack.webhook,
        deliveries: this.#deliveries,
        app: {
          url: deployment.webhookUrl,
          get secret() {
            return signingSecret.value;
          },
        },
        clockControl: this.#clockControl,
        upload: async (newFile) => {
          const { file, attempts, comments, reported } = await this.upload(newFile);
          return { file, attempts, comments, handlers: reported?.report?.handlers };
        },
      }),
    );
  }

  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { stack, inspect = false } = options;
    if (inspect) await writeDebugBundles(stack.functions);
    const api = new StartingApi();
    const early: FrameioEvent[] = [];
    let handle = (event: FrameioEvent) => void early.push(event);
    const parts = await startParts(options, {
      onFrameioEvent: (event) => handle(event),
      controlApi: api.listener,
    });
    const sandbox = new Sandbox(options, parts);
    try {
      await resumeReports(parts.recorder.history, parts.monitor, parts.deployment);
      if (options.watch) await sandbox.#watch(options);
    } catch (error) {
      await sandbox.close();
      throw error;
    }
    handle = (event) => void sandbox.#dispatcher.handle(event);
    for (const event of early) handle(event);
    sandbox.#dispatcher.resumeTranscoding();
    if (options.watch || inspect) parts.deployment.warmUp();
    api.open(sandbox.#controlApi);
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

  /** Secret that Frame.io signs deliveries to the app with. It survives restarts, if there is a state folder. */
  get signingSecret(): string {
    return this.#parts.signingSecret.value;
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

  /** Bundles the console in the background, so that its first page loads fast. A request for the page shows an error. */
  prepareConsole(): void {
    this.#parts.loadConsole().catch(() => undefined);
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
