import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { secretsHider } from '../../sandbox/deployment/hide-secrets.ts';
import { acquireStateFolder, BUNDLES, formatNames, type StateFolder } from '../../sandbox/persistence/state-folder.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxEvent } from '../../sandbox/sandbox-event.ts';
import { escapeControlsInLines } from '../../sandbox/terminal/escape-controls.ts';
import { formatLine, formatTitle, paint } from '../../sandbox/terminal/lines.ts';
import { formatNextSteps } from '../../sandbox/terminal/next-steps.ts';
import { formatEvent } from '../../sandbox/terminal/reporter.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { type BuiltStack, buildStack } from './build-stack.ts';
import type { CdkApp } from './cdk-app.ts';
import { HANDLER_HINT } from './handler-hint.ts';
import { hasNoHandlers } from './has-no-handlers.ts';
import type { StartOptions } from './options.ts';
import { runOnce } from './run-once.ts';
import { StackRebuilder } from './stack-rebuilder.ts';

/** The project to run, and how. */
export interface ProjectOptions extends StartOptions {
  readonly folder: string;
  readonly cdkApp: CdkApp;
}

/** Runs the app of a project in a sandbox. Returns the exit code. */
export async function startSandbox(options: ProjectOptions): Promise<number> {
  const { once, state: statePath, fresh } = options;
  const stateFolder = once ? undefined : await acquireStateFolder(statePath, { fresh });
  const folder = stateFolder ? join(stateFolder.path, BUNDLES) : makeTemporaryFolder();
  try {
    rmSync(folder, { recursive: true, force: true });
    console.log(formatTitle('Building the Lambda bundles as for a deployment'));
    let built = await buildStack(options, join(folder, '0'));
    let { port } = options;
    for (let number = 1; ; number += 1) {
      const build = () => buildStack(options, join(folder, String(number)));
      const onPort = (used: number) => {
        port = used; // the addresses stay the same
      };
      const run = { options: { ...options, port }, built, build, stateFolder, onPort, isRestart: number > 1 };
      const result = await runSandbox(run);
      if (typeof result === 'number') return result;
      built = result;
    }
  } finally {
    if (once) rmSync(folder, { recursive: true, force: true });
    await stateFolder?.release();
  }
}

interface SandboxRun {
  readonly options: StartOptions;
  readonly built: BuiltStack;
  /** Builds the stack again. */
  readonly build: () => Promise<BuiltStack>;
  readonly stateFolder: StateFolder | undefined;
  /** Receives the port of Frame.io. */
  readonly onPort: (port: number) => void;
  /** Whether the sandbox has run before, with an earlier stack. */
  readonly isRestart: boolean;
}

/** Runs a sandbox until it is interrupted, or until the app declares something else. Returns the exit code, or the new stack. */
async function runSandbox(run: SandboxRun): Promise<number | BuiltStack> {
  const { options, built, build, stateFolder, onPort, isRestart } = run;
  const { once, port, watch, inspect, logs, fault, fresh, state: statePath, file: newFile } = options;
  const { stack, values } = built;
  const hide = secretsHider(stack.manifest, values);
  const print = (text: string) => console.log(hide(text));
  const comments: string[] = [];
  let started: Sandbox | undefined;
  const context = { now: () => started?.now ?? Date.now(), statePath: once ? undefined : statePath, showsLogs: logs };
  const onEvent = (event: SandboxEvent) => {
    if (event.kind === 'comment_posted') comments.push(event.text);
    const text = formatEvent(event, context);
    if (text) print(text);
  };
  const rebuilder = new StackRebuilder({
    build,
    onStart: () => print(formatTitle('Building the stack again for what the app declares now')),
    onError: (error) => print(formatBuildError(error)),
  });
  const sandbox = await Sandbox.start({
    stack,
    port,
    values,
    watch,
    inspect,
    studio: true,
    ...(once && { delivery: { maxAttempts: 1 } }),
    ...(fault && { fault }),
    ...(stateFolder && { stateFolder: stateFolder.path }),
    onEvent,
    onManifestChange: (manifest) => void rebuilder.handleChange(manifest),
  });
  started = sandbox;
  onPort(Number(new URL(sandbox.frameioUrl).port));
  try {
    reportSandbox(sandbox);
    if (stateFolder && !isRestart) reportState(stateFolder, fresh);
    if (hasNoHandlers(stack.manifest)) console.log(formatTitle(HANDLER_HINT));
    if (once) return await runOnce(sandbox, { file: newFile, comments, context, print });
    if (!isRestart) {
      await sandbox.upload(newFile);
      console.log(formatNextSteps(sandbox, statePath));
    }
    sandbox.prepareConsole(); // after the first comment, which it would slow
    const input = onLine('r', () => sandbox.uploadAgain(newFile));
    const end = await Promise.race([interrupted(), rebuilder.rebuilt]);
    input.close();
    return end;
  } finally {
    await sandbox.close();
  }
}

function formatBuildError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${formatLine('stack', paint('red', 'not built; the sandbox runs with the earlier one'))}\n${escapeControlsInLines(text)}`;
}

/** Calls `run` for each line of the terminal with this text. A line that arrives while it runs is ignored. */
function onLine(text: string, run: () => Promise<void>): Interface {
  let isRunning = false;
  return createInterface({ input: process.stdin }).on('line', async (line) => {
    if (line.trim() !== text || isRunning) return;
    isRunning = true;
    await run().finally(() => {
      isRunning = false;
    });
  });
}

let interruption: Promise<number> | undefined;

/** Resolves with the exit code at Ctrl+C. */
function interrupted(): Promise<number> {
  interruption ??= new Promise((resolve) => {
    interruptSignal().addEventListener('abort', () => resolve(0), { once: true });
  });
  return interruption;
}

/** Makes a folder of this process's own, so that several sandboxes can build at the same time. */
function makeTemporaryFolder(): string {
  mkdirSync('.sandbox', { recursive: true });
  return mkdtempSync(join('.sandbox', 'once-'));
}

function reportSandbox({ frameioUrl, frameioState, deployment, signingSecret }: Sandbox): void {
  console.log(formatTitle('The sandbox is running'));
  console.log(formatLine('Frame.io', `${frameioUrl}  access token ${frameioState.token}`));
  console.log(formatLine('endpoint', `${deployment.webhookUrl}  API Gateway and the endpoint function`));
  for (const { deployed, port } of deployment.debuggerPorts) {
    console.log(formatLine('debugger', `127.0.0.1:${port}  ${deployed.role}${deployed.job ? ` ${deployed.job}` : ''}`));
  }
  console.log(formatLine('secret', `${signingSecret}  signs the deliveries to the endpoint`));
}

function reportState({ path, foreignEntries }: StateFolder, fresh: boolean): void {
  console.log(formatLine('state', `${path}  survives restarts and kills; --fresh deletes it`));
  if (fresh && foreignEntries.length > 0) {
    console.log(formatLine('', `not deleted, because no sandbox created it: ${formatNames(foreignEntries)}`));
  }
}
