import { randomBytes } from 'node:crypto';
import type { SynthesizedStack } from '../cdk/synthesize.ts';
import type { Frameio } from '../lib/index.ts';
import { controlListener } from './control.ts';
import { type AnsweredCall, apiListener } from './frameio/api-server.ts';
import { type NewFile, World } from './frameio/world.ts';
import { type LocalServer, listen } from './listen.ts';
import { deployLocally, type LocalDeployment } from './local-deployment.ts';
import { type Attempt, WebhookSender, type WebhookSenderOptions } from './webhook-sender.ts';

/** What happens in the sandbox, in the order it happens. */
export type SandboxEvent =
  | { readonly kind: 'file_ready'; readonly file: Frameio.File }
  | { readonly kind: 'delivery_sent'; readonly number: number; readonly signature: string; readonly isCold: boolean }
  | { readonly kind: 'api_called'; readonly call: AnsweredCall }
  | { readonly kind: 'delivery_answered'; readonly attempt: Attempt }
  | { readonly kind: 'comment_found'; readonly file: Frameio.File; readonly text: string }
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

/** A Frame.io and the AWS around a stack, on this machine. */
export class Sandbox {
  readonly world: World;
  readonly deployment: LocalDeployment;
  readonly frameioUrl: string;
  readonly #onEvent: (event: SandboxEvent) => void;
  readonly #frameio: LocalServer;
  readonly #sender: WebhookSender;

  private constructor(
    { onEvent, delivery }: SandboxOptions,
    world: World,
    frameio: LocalServer,
    deployment: LocalDeployment,
    signingSecret: string,
  ) {
    this.world = world;
    this.deployment = deployment;
    this.frameioUrl = frameio.url;
    this.#frameio = frameio;
    this.#onEvent = onEvent;
    this.#sender = new WebhookSender({
      ...delivery,
      url: deployment.webhookUrl,
      secret: () => signingSecret,
      onSend: (number, signature) => onEvent({ kind: 'delivery_sent', number, signature, isCold: deployment.isCold() }),
      onAttempt: (attempt) => onEvent({ kind: 'delivery_answered', attempt }),
    });
  }

  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { stack, port, onEvent, fault } = options;
    const world = new World();
    const signingSecret = randomBytes(24).toString('hex');
    const api = apiListener({
      world,
      now: Date.now,
      onCall: (call) => onEvent({ kind: 'api_called', call }),
      fault: () => (fault === 'frame.io' ? 500 : undefined),
    });
    const control = controlListener({ world, upload: (file) => sandbox.upload(file) });
    const isApi = (url = '') => url.startsWith('/v4/');
    const frameio = await listen((request, response) => (isApi(request.url) ? api : control)(request, response), port);
    const deployment = await deployLocally({
      stack,
      frameioBaseUrl: frameio.url,
      signingSecret,
      apiToken: world.token,
      port: port === 0 ? 0 : port + 1,
      onLog: (line) => onEvent({ kind: 'function_logged', line }),
    });
    if (fault === 'secrets-manager') deployment.secretsManager.fault = 'down';
    const sandbox: Sandbox = new Sandbox(options, world, frameio, deployment, signingSecret);
    return sandbox;
  }

  /** Adds a file to Frame.io, which then delivers `file.ready`. Resolves when the delivery has ended. */
  async upload(newFile: NewFile): Promise<UploadResult> {
    const { world } = this;
    const file = world.addFile(newFile);
    this.#onEvent({ kind: 'file_ready', file });
    const attempts = await this.#sender.deliver({
      account: { id: world.account.id },
      project: { id: file.project_id },
      resource: { id: file.id, type: 'file' },
      type: 'file.ready',
      user: { id: String(world.uploader.id) },
      workspace: { id: world.workspace.id },
    });
    const comments = world.commentsOf(file.id).map(({ text }) => text);
    for (const text of comments) this.#onEvent({ kind: 'comment_found', file, text });
    return { file, attempts, comments };
  }

  async close(): Promise<void> {
    this.#sender.stop();
    await Promise.all([this.#frameio.close(), this.deployment.close()]);
  }
}
