import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameioStackProps } from '../cdk/frameio-stack.ts';
import { readSynthesized, type SynthesizedStack } from '../cdk/read-synthesized.ts';
import { synthesize } from '../cdk/synthesize.ts';
import type * as Frameio from '../lib/client/frameio.ts';
import { missingValues } from './deployment/declared-values.ts';
import { Sandbox } from './sandbox.ts';

/** Settings of a sandbox. */
export interface StartSandboxOptions {
  /**
   * Settings of the stack that the sandbox builds and runs, such as `projectRoot` and `deliveryMode`.
   * @default a stack of the functions in `functions/` of the current folder
   */
  readonly stack?: FrameioStackProps;
  /**
   * Output folder of a CDK app, such as `cdk.out`: the sandbox runs its first webhook, and builds nothing.
   * @default none
   */
  readonly cdkOut?: string;
  /**
   * Values of the variables and secrets that the app declares, by the names in `.env`: `{ CHANNEL: '#dailies', SLACK_SECRET: '...' }`.
   * @default none
   */
  readonly values?: Readonly<Record<string, string>>;
  /**
   * Whether Frame.io starts with the content of a small film studio.
   * @default false
   */
  readonly studio?: boolean;
}

/** A file to upload. */
export interface SandboxFile {
  readonly name: string;
  /**
   * Size in bytes.
   * @default 1234567
   */
  readonly fileSize?: number;
}

/** The result of an upload. */
export interface SandboxUpload {
  readonly file: Frameio.File;
  /** Status of the endpoint's last response; `undefined` if it did not respond. */
  readonly status: number | undefined;
  /** Texts of the comments on the file. */
  readonly comments: readonly string[];
}

/** A local Frame.io and local AWS services that run the built bundles of an app, on free ports of this machine. */
export class RunningSandbox {
  /** Base URL of Frame.io's API, for a client. */
  readonly frameioUrl: string;
  /** Access token of the app. */
  readonly token: string;
  readonly accountId: string;
  /** URL that Frame.io delivers events to. */
  readonly webhookUrl: string;
  /** Secret that Frame.io signs events with. */
  get signingSecret(): string {
    return this.#sandbox.signingSecret;
  }

  readonly #sandbox: Sandbox;
  readonly #remove: () => void;

  /** @internal */
  constructor(sandbox: Sandbox, remove: () => void) {
    this.frameioUrl = sandbox.frameioUrl;
    this.token = sandbox.frameioState.token;
    this.accountId = sandbox.frameioState.account.id;
    this.webhookUrl = sandbox.deployment.webhookUrl;
    this.#sandbox = sandbox;
    this.#remove = remove;
  }

  /** Adds a file to Frame.io, which delivers `file.ready`. Resolves when the functions have ended. */
  async upload({ name, fileSize = 1_234_567 }: SandboxFile): Promise<SandboxUpload> {
    const { file, attempts, comments } = await this.#sandbox.upload({ name, fileSize });
    return { file, status: attempts.at(-1)?.status, comments };
  }

  /** Returns the comments on a file, oldest first. */
  commentsOn({ id }: { readonly id: string }): readonly Frameio.Comment[] {
    return this.#sandbox.frameioState.commentsOf(id);
  }

  /** Advances the clock by milliseconds, so that delayed messages run now. Resolves when they ran. */
  async advance(ms: number): Promise<void> {
    await this.#sandbox.advance(ms);
  }

  /** Ends the functions and the services. Deletes the bundles that the sandbox built. */
  async close(): Promise<void> {
    await this.#sandbox.close();
    this.#remove();
  }
}

/**
 * Builds the Lambda bundles of an app as for a deployment, and runs them with a local Frame.io and local AWS services, each on a
 * free port. Use it in tests of the whole deployment. Close it at the end.
 *
 * @throws Error if the app cannot be built, or a value that it declares is missing.
 */
export async function startSandbox(options: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const { values = {}, studio = false } = options;
  const { stack, remove } = build(options);
  try {
    const missing = missingValues(stack, values);
    if (missing.length > 0) throw new Error(missing.join('\n'));
    return new RunningSandbox(
      await Sandbox.start({ stack, values, studio, port: 0, onEvent: () => undefined }),
      remove,
    );
  } catch (error) {
    remove();
    throw error;
  }
}

function build({ stack = {}, cdkOut }: StartSandboxOptions): { stack: SynthesizedStack; remove: () => void } {
  if (cdkOut !== undefined) return { stack: readSynthesized(cdkOut), remove: () => undefined };
  process.env.CDK_VALIDATION ??= 'false'; // slow, and `cdk synth` validates the template
  const outdir = mkdtempSync(join(tmpdir(), `frameio-sandbox-${process.pid}-`));
  const remove = () => rmSync(outdir, { recursive: true, force: true });
  try {
    return { stack: synthesize(outdir, stack), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
