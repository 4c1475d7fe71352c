import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { ProgressLine } from '../progress-line.ts';
import type { CdkApp } from './cdk-app.ts';

/** Where the app writes, and what it is told. */
export interface RunCdkAppOptions {
  /** Folder of the project. The app runs there. */
  readonly folder: string;
  /** Folder for the templates and the bundles. What it holds is deleted first. */
  readonly outdir: string;
  /** @default the app's own */
  readonly deliveryMode?: DeliveryMode;
  /** @default a line on standard error */
  readonly progress?: ProgressLine;
}

/** Context that the CDK CLI adds. It puts bundle paths and construct paths into the template. */
const CLI_CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/** Tells the constructs that the stack runs on this machine, where `.env` supplies variables and secrets. */
const LOCAL_CONTEXT = { 'frameio-lambda:local': true };

const PROGRESS_INTERVAL_MS = 200;

/** What NodejsFunction prints for each function. The progress line says as much. */
const BUNDLING = /^Bundling asset (\S+?)(?:\/Code\/Stage)?\.\.\.$/;

/** Lines of a stack trace that are not about the user's code, and Node.js's last line. */
const FRAME_OF_A_LIBRARY = /^\s+at .*(node_modules|node:|frameio-lambda)|^Node\.js v/;

/**
 * Runs a CDK app as the CDK CLI does, and shows progress meanwhile.
 *
 * @throws Error with the app's output if it fails.
 */
export async function runCdkApp({ command, description, context }: CdkApp, options: RunCdkAppOptions): Promise<void> {
  const { folder, deliveryMode, progress = new ProgressLine() } = options;
  const outdir = resolve(folder, options.outdir);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const env = {
    CDK_VALIDATION: 'false', // slow, and `cdk synth` validates the template
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({
      ...context,
      ...CLI_CONTEXT,
      ...LOCAL_CONTEXT,
      ...(deliveryMode !== undefined && { deliveryMode }),
    }),
  };
  const settings = { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] } satisfies Parameters<typeof spawn>[2];
  const [program, ...args] = typeof command === 'string' ? [command] : command;
  const app = spawn(program, args, { ...settings, shell: typeof command === 'string' });
  const { ending, output } = await endOf(app, progress);
  if (ending !== undefined) {
    const shown = output.filter((line) => !FRAME_OF_A_LIBRARY.test(line)).join('\n');
    throw new Error(`${shown}\n\nThe CDK app failed (${ending}): ${description}. Fix the error in its output above.`);
  }
  for (const line of output) if (!BUNDLING.test(line)) console.error(line);
  if (!existsSync(join(outdir, 'manifest.json'))) {
    throw new Error(
      `Expected the CDK app to synthesize a stack, but it wrote none. Create a stack in it: new FrameioStack(new App(), 'FrameioLambda'). The app is ${description}.`,
    );
  }
}

/** Waits for the end of the app. `ending` says how it failed, if it did. */
async function endOf(
  app: ChildProcess,
  progress: ProgressLine,
): Promise<{ readonly ending: string | undefined; readonly output: readonly string[] }> {
  const startedAt = performance.now();
  let step = 'Running the CDK app';
  let text = '';
  for (const stream of [app.stdout, app.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const bundling = text.split('\n').findLast((line) => BUNDLING.test(line));
      if (bundling !== undefined) step = bundling.replace(BUNDLING, 'Bundling $1');
    });
  }
  const show = () => progress.show(`${step} (${Math.round((performance.now() - startedAt) / 1_000)} s)`);
  show();
  const timer = setInterval(show, PROGRESS_INTERVAL_MS);
  try {
    const ending = await new Promise<string | undefined>((resolve, reject) => {
      app.on('error', reject);
      app.on('close', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
    });
    return { ending, output: text.split('\n').filter((line) => line.trim() !== '') };
  } finally {
    clearInterval(timer);
    progress.clear();
  }
}
