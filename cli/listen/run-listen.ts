import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSynthesized, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { isWebhookEventName, RESOURCE_OF_EVENT, type WebhookEventName } from '../../lib/events/event-map.ts';
import { missingValues } from '../../sandbox/deployment/declared-values.ts';
import { toApiEvent } from '../../sandbox/history/to-api-event.ts';
import { freePort } from '../../sandbox/http/free-port.ts';
import type { SandboxEvent } from '../../sandbox/sandbox-event.ts';
import { formatLine, formatTitle } from '../../sandbox/terminal/lines.ts';
import { formatEvent } from '../../sandbox/terminal/reporter.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { printHelp } from '../print-help.ts';
import { printJsonLine } from '../print-json.ts';
import { cdkAppOf } from '../start/cdk-app.ts';
import { readDotEnv } from '../start/read-dot-env.ts';
import { runCdkApp } from '../start/run-cdk-app.ts';
import { findWorkspace } from './find-workspace.ts';
import { HELP, type ListenOptions, readListenOptions } from './listen-options.ts';
import { serveApp } from './serve-app.ts';
import { withTemporaryWebhook } from './temporary-webhook.ts';

const DEFAULT_BASE_URL = 'https://api.frame.io';

/** Runs `listen` with these arguments and returns the exit code. */
export async function runListen(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readListenOptions(args);
  const folder = process.cwd();
  const variables = { ...readDotEnv(folder), ...definedIn(process.env) };
  if (!variables.FRAMEIO_TOKEN) throw new Error('Set FRAMEIO_TOKEN to an access token, in the environment or in .env.');
  const signal = interruptSignal();
  mkdirSync('.sandbox', { recursive: true });
  const outdir = mkdtempSync(join('.sandbox', 'listen-'));
  try {
    await runCdkApp(cdkAppOf(folder), { folder, outdir });
    const stack = readSynthesized(outdir, options.webhook);
    await listenFor({ ...options, stack, variables, signal });
    return 0;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** An app that is ready to run. */
export interface BuiltApp extends ListenOptions {
  readonly stack: SynthesizedStack;
  /** Variables of the environment and of `.env`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends the command. */
  readonly signal: AbortSignal;
}

/** Runs an app for the events of the account until the signal aborts. */
export async function listenFor({ stack, variables, signal, url, port, json }: BuiltApp): Promise<void> {
  const { FRAMEIO_TOKEN: apiToken = '', FRAMEIO_BASE_URL: frameioBaseUrl = DEFAULT_BASE_URL } = variables;
  const missing = missingValues(stack, variables);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  const events = eventsOf(stack.manifest);
  if (events.length === 0) throw new Error('The app listens to no event. Add a handler with app.onWebhook().');
  if ((await freePort(port)) !== port) {
    throw new Error(`The port ${port} is busy. Stop the program that uses it, or choose another one with --port.`);
  }
  const client = new FrameioClient({ token: apiToken, baseUrl: frameioBaseUrl });
  const ids = await findWorkspace(client, variables);
  const context = { now: () => Date.now(), statePath: undefined, showsLogs: true };
  const onEvent = (event: SandboxEvent) => {
    const printed = json ? toApiEvent(event, undefined) : formatEvent(event, context);
    if (typeof printed === 'string') console.log(printed);
    else if (printed) printJsonLine(printed);
  };
  await withTemporaryWebhook({ client, ...ids, url, events }, async ({ id, secret }) => {
    const { hostname } = new URL(url);
    const served = { stack, values: variables, frameioBaseUrl, apiToken, signingSecret: secret, port };
    const deployment = await serveApp({ ...served, publicHost: hostname, onEvent });
    try {
      console.error(formatTitle('Listening. Ctrl+C deletes the webhook'));
      console.error(formatLine('webhook', `${id}  ${url}`));
      console.error(formatLine('endpoint', deployment.webhookUrl));
      console.error(formatLine('events', events.join(', ')));
      await aborted(signal);
      await deployment.whenIdle();
    } finally {
      await deployment.close();
    }
  });
}

/** Returns the events that the handlers listen to. A handler of `*` listens to all of them. */
function eventsOf({ handlers }: AppManifest): readonly WebhookEventName[] {
  const names = handlers.flatMap(({ events }) => events);
  const all = names.includes('*') ? Object.keys(RESOURCE_OF_EVENT) : names;
  return [...new Set(all)].filter(isWebhookEventName);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function definedIn(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
