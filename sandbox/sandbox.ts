import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { SynthesizedStack } from '../cdk/synthesize.ts';
import type { Frameio, WebhookEventName } from '../lib/index.ts';
import type { BatchResult } from './aws/event-source-mapping.ts';
import { SandboxClock } from './clock.ts';
import { readClockLead, writeClockLead } from './clock-lead.ts';
import { controlListener } from './control.ts';
import type { AnsweredCall } from './frameio/api-server.ts';
import { frameioListener } from './frameio/frameio-listener.ts';
import { STORAGE_PATH } from './frameio/storage-server.ts';
import { type FileEvent, type NewFile, World } from './frameio/world.ts';
import { type OpenWorld, openWorld } from './frameio/world-journal.ts';
import { type LocalServer, listen } from './listen.ts';
import { deployLocally, type LocalDeployment } from './local-deployment.ts';
import { type Attempt, WebhookSender, type WebhookSenderOptions } from './webhook-sender.ts';

/** What happens in the sandbox, in the order it happens. */
export type SandboxEvent =
  | { readonly kind: 'file_event'; readonly event: FileEvent }
  | {
      readonly kind: 'delivery_sent';
      readonly type: WebhookEventName;
      readonly number: number;
      readonly signature: string;
      readonly isCold: boolean;
    }
  | { readonly kind: 'api_called'; readonly call: AnsweredCall }
  | { readonly kind: 'delivery_answered'; readonly attempt: Attempt }
  | { readonly kind: 'comment_found'; readonly file: Frameio.File; readonly text: string }
  | { readonly kind: 'batch_ended'; readonly result: BatchResult }
  | { readonly kind: 'function_logged'; readonly line: string };

/** The services that can be made to fail. */
export const SANDBOX_FAULTS = ['secrets-manager', 'frame.io'] as const;

/** How a sandbox is started. */
export interface SandboxOptions {
  readonly stack: SynthesizedStack;
  /** Port wished for the Frame.io API; the endpoint's is the next. 0 lets the system pick both. */
  readonly port: number;
  readonly onEvent: (event: SandboxEvent) => void;
  /** A service that answers every call with an error. */
  readonly fault?: (typeof SANDBOX_FAULTS)[number];
  /** Folder that keeps files, comments, messages, the idempotency store and the time. Without it, they are in memory only. */
  readonly stateFolder?: string;
  /** How webhooks are delivered, where it differs from Frame.io's ways. */
  readonly delivery?: Pick<WebhookSenderOptions, 'maxAttempts' | 'delayMs'>;
}

/** What came of an upload. */
export interface UploadResult {
  readonly file: Frameio.File;
  readonly attempts: readonly Attempt[];
  /** Texts of the comments on the file afterwards. */
  readonly comments: readonly string[];
}

/** How long a file takes to be transcoded. Long enough to see that it is uploaded first. */
const TRANSCODING_MS = 1_000;

/** A Frame.io and the AWS around a stack, on this machine. */
export class Sandbox {
  readonly world: World;
  readonly deployment: LocalDeployment;
  readonly frameioUrl: string;
  /** What the sandbox's Frame.io signs with, another each time. */
  readonly signingSecret: string;
  readonly #clock: SandboxClock;
  readonly #stateFolder: string | undefined;
  readonly #onEvent: (event: SandboxEvent) => void;
  readonly #closeWorld: () => Promise<void>;
  readonly #frameio: LocalServer;
  readonly #sender: WebhookSender;
  readonly #stop = new AbortController();
  /** One lets time pass after the other. */
  #passed: Promise<void> = Promise.resolve();

  private constructor(
    { onEvent, delivery, stateFolder }: SandboxOptions,
    { world, close }: OpenWorld,
    frameio: LocalServer,
    deployment: LocalDeployment,
    signingSecret: string,
    clock: SandboxClock,
  ) {
    this.world = world;
    this.#closeWorld = close;
    this.deployment = deployment;
    this.frameioUrl = frameio.url;
    this.signingSecret = signingSecret;
    this.#clock = clock;
    this.#stateFolder = stateFolder;
    this.#frameio = frameio;
    this.#onEvent = onEvent;
    this.#sender = new WebhookSender({
      ...delivery,
      url: deployment.webhookUrl,
      secret: () => signingSecret,
      clock,
      onSend: (number, signature, { type }) =>
        onEvent({ kind: 'delivery_sent', type, number, signature, isCold: deployment.isCold() }),
      onAttempt: (attempt) => onEvent({ kind: 'delivery_answered', attempt }),
    });
  }

  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { stack, port, onEvent, fault, stateFolder } = options;
    const clock = new SandboxClock({ aheadMs: stateFolder === undefined ? 0 : readClockLead(stateFolder) });
    const now = () => new Date(clock.now());
    const onFileEvent = (event: FileEvent) => void sandbox.#follow(event);
    const { world, close } =
      stateFolder === undefined
        ? { world: new World({ now, onFileEvent }), close: async () => undefined }
        : await openWorld(join(stateFolder, 'frameio.journal'), { now, onFileEvent });
    const signingSecret = randomBytes(24).toString('hex');
    const frameioApi = frameioListener({
      world,
      now: () => clock.now(),
      onCall: (call) => onEvent({ kind: 'api_called', call }),
      fault: () => (fault === 'frame.io' ? 500 : undefined),
    });
    const control = controlListener({ world, upload: (file) => sandbox.upload(file), pass: (ms) => sandbox.pass(ms) });
    const isFrameio = (url = '') => url.startsWith('/v4/') || url.startsWith(STORAGE_PATH);
    const frameio = await listen(
      (request, response) => (isFrameio(request.url) ? frameioApi : control)(request, response),
      port,
    );
    const deployment = await deployLocally({
      stack,
      frameioBaseUrl: frameio.url,
      signingSecret,
      apiToken: world.token,
      port: port === 0 ? 0 : port + 1,
      clock,
      onLog: (line) => onEvent({ kind: 'function_logged', line }),
      onBatch: (result) => onEvent({ kind: 'batch_ended', result }),
      ...(stateFolder !== undefined && { stateFolder }),
    });
    if (fault === 'secrets-manager') deployment.secretsManager.fault = 'down';
    const sandbox: Sandbox = new Sandbox(options, { world, close }, frameio, deployment, signingSecret, clock);
    return sandbox;
  }

  /** Adds a file to Frame.io, which then delivers `file.ready`. Resolves when that has come to what it comes to. */
  async upload(newFile: NewFile): Promise<UploadResult> {
    const { world } = this;
    return await this.#deliver({ type: 'file.ready', file: world.addFile(newFile), user: world.uploader });
  }

  /**
   * Lets so many ms pass: what waits for its time need not be waited for. It waits until nothing is under way, since for a
   * function that runs no time would pass: its message would be visible and its lock over while it works on. Resolves when
   * what was due is done.
   */
  async pass(ms: number): Promise<void> {
    const passed = this.#passed.then(async () => {
      await this.#settled();
      // Before anything is written down by the later time: killed in between, the next one starts at that time, too.
      if (this.#stateFolder !== undefined) writeClockLead(this.#stateFolder, this.#clock.aheadMs + ms);
      this.#clock.pass(ms);
      await this.#settled();
    });
    this.#passed = passed.catch(() => undefined); // told to whoever let it pass
    await passed;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#sender.stop();
    await Promise.all([this.#frameio.close(), this.deployment.close()]);
    await this.#closeWorld();
  }

  /** Resolves when no function runs and nothing is on its way to one, but for what waits for its time. */
  async #settled(): Promise<void> {
    do {
      await this.#sender.downTo(0);
      await this.deployment.settled();
    } while (this.#sender.underWay > 0);
  }

  /** Delivers what becomes of a file that is uploaded through the API, and has it transcoded. */
  async #follow(event: FileEvent): Promise<void> {
    await setImmediate(); // the call that caused it is answered first
    void this.#deliver(event);
    if (event.type !== 'file.upload.completed') return;
    const isOpen = await setTimeout(TRANSCODING_MS, true, { signal: this.#stop.signal }).catch(() => false);
    if (isOpen) this.world.transcode(event.file.id);
  }

  async #deliver(event: FileEvent): Promise<UploadResult> {
    const { world } = this;
    const { type, file, user } = event;
    const before = world.commentsOf(file.id).length;
    this.#onEvent({ kind: 'file_event', event });
    const attempts = await this.#sender.deliver({
      account: { id: world.account.id },
      project: { id: file.project_id },
      resource: { id: file.id, type: 'file' },
      type,
      user: { id: user.id },
      workspace: { id: world.workspace.id },
    });
    await this.deployment.settled();
    const comments = world.commentsOf(file.id).map(({ text }) => text);
    for (const text of comments.slice(before)) this.#onEvent({ kind: 'comment_found', file, text });
    return { file, attempts, comments };
  }
}
