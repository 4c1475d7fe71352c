import { isWebhookEventName, RESOURCE_OF_EVENT } from '../../lib/events/event-map.ts';
import { closestNames } from '../closest-names.ts';
import { printHelp } from '../print-help.ts';
import { findSandbox } from '../sandbox/find-sandbox.ts';
import { launchDeliveries } from '../sandbox/launch-deliveries.ts';
import type { SandboxClient } from '../sandbox/sandbox-client.ts';
import { UsageError } from '../usage-error.ts';
import { createBody } from './create-body.ts';
import { type EventFile, readEventFile } from './read-event-file.ts';
import { DEFAULT_SECRET_VARIABLE, readSecret } from './read-secret.ts';
import { HELP, readSendOptions, type SendOptions } from './send-options.ts';
import { sendToUrl } from './send-to-url.ts';

/** Runs `send` with these arguments and returns the exit code. */
export async function runSend(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readSendOptions(args);
  const eventFile = readEventFile(options.what);
  if (options.isAsIs && !eventFile) throw new UsageError('--as-is requires an event file.');
  return options.to === undefined
    ? await sendToSandbox(options, eventFile)
    : await sendDirectly(options, options.to, eventFile);
}

async function sendToSandbox(options: SendOptions, eventFile: EventFile | undefined): Promise<number> {
  const { what, file, times, forge, waits, isAsIs, json, state: statePath } = options;
  const client = findSandbox(options);
  const type = eventFile?.type ?? what;
  if (!isWebhookEventName(type)) await requireAction(type, client);
  const secret = options.secret === undefined ? undefined : await secretOf(options.secret);
  const request = {
    type,
    times,
    ...(file !== undefined && { file }),
    ...(forge && { forge }),
    ...(secret !== undefined && { secret }),
    ...(isAsIs && eventFile && { body: JSON.parse(eventFile.text) }),
  };
  return await launchDeliveries(client, () => client.post('/sandbox/deliveries', request), { waits, json, statePath });
}

async function sendDirectly(options: SendOptions, url: string, eventFile: EventFile | undefined): Promise<number> {
  const { what, file, account, times, forge, json, secret = DEFAULT_SECRET_VARIABLE } = options;
  if (eventFile && (file !== undefined || account !== undefined)) {
    throw new UsageError('--file and --account have no effect on an event file. Change the ids in the file.');
  }
  const body = eventFile?.text ?? createBody(what, { account, resource: file });
  return await sendToUrl({ url, body, times, forge, json, secret: await secretOf(secret) });
}

async function secretOf(name: string): Promise<string> {
  return await readSecret(name, { environment: process.env, folder: process.cwd(), input: process.stdin });
}

/** @throws UsageError with the closest names if the app has no such action. */
async function requireAction(type: string, client: SandboxClient): Promise<void> {
  const { actions } = await client.get<{ actions: readonly { readonly event: string }[] }>('/sandbox/actions');
  const keys = actions.map(({ event }) => event);
  if (keys.includes(type)) return;
  const closest = closestNames(type, [...keys, ...Object.keys(RESOURCE_OF_EVENT)]).slice(0, 3);
  const known = keys.length === 0 ? 'The app has no actions.' : `Actions of the app: ${keys.join(', ')}.`;
  const fix = closest.length > 0 ? `Did you mean ${closest.join(' or ')}?` : known;
  throw new UsageError(`There is no event or action "${type}". ${fix}`);
}
