import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { SETTINGS } from '../../cdk/settings.ts';
import { synthesize } from '../../cdk/synthesize.ts';
import { isDelivered } from '../frameio/webhooks/webhook-sender.ts';
import { acquireStateFolder, BUNDLES, formatNames, type StateFolder } from '../persistence/state-folder.ts';
import { SAMPLE_FILE } from '../sample-file.ts';
import { Sandbox, type UploadResult } from '../sandbox.ts';
import { formatLine, formatTitle } from '../terminal/lines.ts';
import { formatNextSteps } from '../terminal/next-steps.ts';
import { formatEvent } from '../terminal/reporter.ts';
import { runCommand } from './run-command.ts';
import { HELP, readStartOptions } from './start-options.ts';

/** Lines that the functions logged, to show them if the sample file gets no comment. */
const functionLog: string[] = [];

async function start(): Promise<number> {
  const { once, mode, port, logs, fault, state: statePath, fresh, help } = readStartOptions();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const stateFolder = once ? undefined : await acquireStateFolder(statePath, { fresh });
  console.log(formatTitle('Building the Lambda bundles as for a deployment'));
  const bundleFolder = stateFolder ? join(stateFolder.path, BUNDLES) : makeTemporaryFolder();
  const stack = synthesize(bundleFolder, { ...SETTINGS, ...(mode && { deliveryMode: mode }) });
  reportBundles(stack);
  const sandbox = await Sandbox.start({
    stack,
    port,
    ...(once && { delivery: { maxAttempts: 1 } }),
    ...(fault && { fault }),
    ...(stateFolder && { stateFolder: stateFolder.path }),
    onEvent: (event) => {
      if (event.kind === 'function_logged') functionLog.push(event.line);
      const text = event.kind === 'function_logged' && logs ? formatLine('log', event.line) : formatEvent(event);
      if (text !== undefined) console.log(text);
    },
  });
  reportSandbox(sandbox);
  if (stateFolder) reportState(stateFolder, fresh);
  const result = await sandbox.upload(SAMPLE_FILE);
  const failure = describeFailure(result);
  if (failure) {
    const title = formatTitle(`No comment was posted on the file: ${failure}. The functions logged:`);
    console.error(`${title}\n${functionLog.join('\n')}`);
  }
  if (once) {
    await sandbox.close();
    rmSync(bundleFolder, { recursive: true });
    return failure ? 1 : 0;
  }
  console.log(formatNextSteps(sandbox, result.file, statePath));
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await sandbox.close();
  await stateFolder?.release();
  return 0;
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
  console.log(formatLine('secret', `${signingSecret}  signs the deliveries to the endpoint`));
}

function reportState({ path, foreignEntries }: StateFolder, fresh: boolean): void {
  console.log(formatLine('state', `${path}  survives restarts and kills; --fresh deletes it`));
  if (fresh && foreignEntries.length > 0) {
    console.log(formatLine('', `not deleted, because no sandbox created it: ${formatNames(foreignEntries)}`));
  }
}

/** Describes why there is no comment on the file; returns `undefined` if there is one. */
function describeFailure({ attempts, comments }: UploadResult): string | undefined {
  const last = attempts.at(-1);
  if (!last) return 'the sandbox stopped before it delivered the event';
  if (last.status === undefined) return `the endpoint did not respond (${last.error})`;
  if (!isDelivered(last)) return `the endpoint responded ${last.status}`;
  if (comments.length > 0) return undefined;
  return last.status === 202
    ? 'the event is in the queue, and its handlers have not completed yet'
    : 'the handlers ran, but posted none';
}

runCommand(start);
