import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { readSynthesized, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { type LocalValues, missingValues } from '../../sandbox/deployment/declared-values.ts';
import { secretsHider } from '../../sandbox/deployment/hide-secrets.ts';
import { acquireStateFolder, BUNDLES, formatNames, type StateFolder } from '../../sandbox/persistence/state-folder.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxEvent } from '../../sandbox/sandbox-event.ts';
import { formatLine, formatTitle } from '../../sandbox/terminal/lines.ts';
import { formatNextSteps } from '../../sandbox/terminal/next-steps.ts';
import { formatEvent } from '../../sandbox/terminal/reporter.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import type { CdkApp } from './cdk-app.ts';
import { HANDLER_HINT } from './handler-hint.ts';
import { hasNoHandlers } from './has-no-handlers.ts';
import type { StartOptions } from './options.ts';
import { readDotEnv } from './read-dot-env.ts';
import { runCdkApp } from './run-cdk-app.ts';
import { runOnce } from './run-once.ts';

/** The project to run, and how. */
export interface ProjectOptions extends StartOptions {
  readonly folder: string;
  readonly cdkApp: CdkApp;
}

/** Runs the app of a project in a sandbox. Returns the exit code. */
export async function startSandbox(options: ProjectOptions): Promise<number> {
  const { once, state: statePath, fresh, folder, cdkApp } = options;
  const values = readDotEnv(folder);
  const stateFolder = once ? undefined : await acquireStateFolder(statePath, { fresh });
  const outdir = stateFolder ? join(stateFolder.path, BUNDLES) : makeTemporaryFolder();
  try {
    console.log(formatTitle('Building the Lambda bundles as for a deployment'));
    const { mode, webhook } = options;
    await runCdkApp(cdkApp, { folder, outdir, ...(mode && { deliveryMode: mode }) });
    const stack = readSynthesized(outdir, webhook);
    reportBundles(stack);
    const missing = missingValues(stack, values);
    if (missing.length > 0) throw new Error(missing.join('\n'));
    return await runSandbox({ options, stack, values, stateFolder });
  } finally {
    if (once) rmSync(outdir, { recursive: true, force: true });
    await stateFolder?.release();
  }
}

interface BuiltProject {
  readonly options: StartOptions;
  readonly stack: SynthesizedStack;
  readonly values: LocalValues;
  readonly stateFolder: StateFolder | undefined;
}

async function runSandbox({ options, stack, values, stateFolder }: BuiltProject): Promise<number> {
  const { once, port, watch, inspect, logs, fault, fresh, state: statePath, file: newFile } = options;
  const hide = secretsHider(stack.manifest, values);
  const comments: string[] = [];
  let started: Sandbox | undefined;
  const context = { now: () => started?.now ?? Date.now(), statePath: once ? undefined : statePath, showsLogs: logs };
  const onEvent = (event: SandboxEvent) => {
    if (event.kind === 'comment_posted') comments.push(event.text);
    const text = formatEvent(event, context);
    if (text) console.log(hide(text));
  };
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
  });
  started = sandbox;
  try {
    reportSandbox(sandbox);
    if (stateFolder) reportState(stateFolder, fresh);
    if (hasNoHandlers(stack.manifest)) console.log(formatTitle(HANDLER_HINT));
    if (once)
      return await runOnce(sandbox, { file: newFile, comments, context, print: (text) => console.log(hide(text)) });
    const { file } = await sandbox.upload(newFile);
    console.log(formatNextSteps(sandbox, file, statePath));
    const input = onLine('r', () => sandbox.uploadAgain());
    await interrupted();
    input.close();
    return 0;
  } finally {
    await sandbox.close();
  }
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

async function interrupted(): Promise<void> {
  const signal = interruptSignal();
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Makes a folder of this process's own, so that several sandboxes can build at the same time. */
function makeTemporaryFolder(): string {
  mkdirSync('.sandbox', { recursive: true });
  return mkdtempSync(join('.sandbox', 'once-'));
}

function reportBundles({ functions }: SynthesizedStack): void {
  for (const { constructPath, bundlePath } of functions) {
    console.log(formatLine('bundle', `${constructPath}, ${Math.round(statSync(bundlePath).size / 1_000)} KB`));
  }
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
