import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDeliveryMode } from '../cdk/delivery-mode.ts';
import { synthesize } from '../cdk/synthesize.ts';
import { runCommand } from './command.ts';
import { DEFAULT_STATE_FOLDER } from './queue-addresses.ts';
import { SAMPLE_FILE } from './sample-file.ts';
import { SANDBOX_FAULTS, Sandbox, type UploadResult } from './sandbox.ts';
import { listed, takeStateFolder } from './state-folder.ts';
import { line, tell, title } from './story.ts';
import { isDelivered } from './webhook-sender.ts';

const HELP = `Usage: npm start -- [options]

Builds the Lambda bundles as the deployment does, starts a local Frame.io and the AWS services
around the function, uploads a sample file, and tells what happens. Needs no account anywhere.

  --once        tell one story and exit: 0 when a comment landed on the file, 1 when not
  --mode <mode> inline: the endpoint runs the handlers, and the worker what is left of them;
                queued: the worker runs them all (default: the deployment's)
  --port <n>    port of the local Frame.io; the endpoint gets the next one (default 4400).
                A busy port makes the system pick another.
  --logs        show what the functions log
  --fault <of>  play a fault, to see what becomes of the event: secrets-manager or frame.io
  --state <dir> folder that keeps files, comments, messages, the idempotencyStore and the time that has passed
                from one start to the next, however the one before ended (default .sandbox/state).
                With --once, nothing is kept.
  --fresh       forget what a sandbox has left in it
  --help        show this`;

const DEFAULT_PORT = 4_400;

const JSON_TYPE = `-H 'Content-Type: application/json'`;

/** Lines the function printed, for when the story ends badly. */
const functionLog: string[] = [];

async function main(): Promise<number> {
  const { once, mode, port, logs, fault, state, fresh, help } = readOptions();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const stateFolder = once ? undefined : await takeStateFolder(state, { fresh });
  console.log(title('Building the Lambda bundles, as the deployment does'));
  const stack = synthesize('.sandbox/start', { ...(mode && { deliveryMode: mode }) });
  for (const { constructPath, bundlePath } of stack.functions) {
    console.log(line('bundle', `${constructPath}, ${Math.round(statSync(bundlePath).size / 1_000)} KB`));
  }
  const sandbox = await Sandbox.start({
    stack,
    port,
    ...(once && { delivery: { maxAttempts: 1 } }),
    ...(fault && { fault }),
    ...(stateFolder && { stateFolder: stateFolder.path }),
    onEvent: (event) => {
      if (event.kind === 'function_logged') functionLog.push(event.line);
      const told = event.kind === 'function_logged' && logs ? line('log', event.line) : tell(event);
      if (told !== undefined) console.log(told);
    },
  });
  console.log(title('The sandbox is up'));
  console.log(line('Frame.io', `${sandbox.frameioUrl}  token ${sandbox.world.token}`));
  console.log(line('endpoint', `${sandbox.deployment.webhookUrl}  API Gateway and the function, in its own process`));
  console.log(line('secret', `${sandbox.signingSecret}  what deliveries to it are signed with`));
  if (stateFolder) console.log(line('state', `${state}, also if this is killed; --fresh forgets it`));
  if (fresh && stateFolder && stateFolder.foreign.length > 0) {
    console.log(line('', `left there, as it is no sandbox's: ${listed(stateFolder.foreign)}`));
  }
  const result = await sandbox.upload(SAMPLE_FILE);
  const problem = problemOf(result);
  if (problem) console.error(`${title(`No comment landed on the file: ${problem}`)}\n${functionLog.join('\n')}`);
  if (once) {
    await sandbox.close();
    return problem ? 1 : 0;
  }
  console.log(whatNext(sandbox, result, state));
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await sandbox.close();
  await stateFolder?.release();
  return 0;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      mode: { type: 'string' },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      logs: { type: 'boolean', default: false },
      fault: { type: 'string' },
      state: { type: 'string', default: DEFAULT_STATE_FOLDER },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_534) throw new Error(`--port ${values.port} is no port.`);
  const fault = SANDBOX_FAULTS.find((known) => known === values.fault);
  if (values.fault !== undefined && !fault) {
    throw new Error(`--fault ${values.fault} is unknown: it is ${SANDBOX_FAULTS.join(' or ')}.`);
  }
  const mode = values.mode === undefined ? undefined : readDeliveryMode(values.mode);
  return { ...values, port, fault, mode };
}

/** Why there is no comment on the file, if there is none. */
function problemOf({ attempts, comments }: UploadResult): string | undefined {
  const last = attempts.at(-1);
  if (!last || last.status === undefined) return last ? last.problem : 'nothing was delivered';
  if (!isDelivered(last)) return `the endpoint answered ${last.status}. The function logged:`;
  if (comments.length > 0) return undefined;
  const why = last.status === 202 ? 'the event was queued, and is not done' : 'the handler posted none';
  return `${why}. The functions logged:`;
}

function whatNext({ frameioUrl, world }: Sandbox, { file }: UploadResult, state: string): string {
  const account = `${frameioUrl}/v4/accounts/${world.account.id}`;
  const folder = `${account}/folders/${world.project.root_folder_id}`;
  const authorization = `-H 'Authorization: Bearer ${world.token}'`;
  return [
    title('Look around, or send the next event'),
    line('files', `${frameioUrl}/sandbox/files`),
    line('comments', `curl ${authorization} ${account}/files/${file.id}/comments`),
    line('next', `curl -X POST ${frameioUrl}/sandbox/files -d '{"name":"Trailer.mov","file_size":1234567}'`),
    line(
      'upload',
      `curl ${authorization} ${JSON_TYPE} ${folder}/files/local_upload -d '{"data":{"name":"Take 2.mov","file_size":5}}'`,
    ),
    line(
      'part',
      `curl -X PUT -H 'x-amz-acl: private' -H 'Content-Type: video/quicktime' -d 12345 '<the url in upload_urls>'`,
    ),
    line('later', `curl -X POST ${frameioUrl}/sandbox/clock -d '{"seconds":60}'`),
    line('given up', `npm run dlq -- list --sandbox${state === DEFAULT_STATE_FOLDER ? '' : ` --state ${state}`}`),
    line('stop', 'Ctrl+C'),
  ].join('\n');
}

runCommand(main);
