import { type DeliveryMode, readDeliveryMode } from '../../cdk/delivery-mode.ts';
import { SANDBOX_FAULTS, type SandboxFault } from '../../sandbox/faults.ts';
import type { NewFile } from '../../sandbox/frameio/state/files.ts';
import { DEFAULT_STATE_FOLDER } from '../../sandbox/persistence/queue-addresses.ts';
import { SAMPLE_FILE } from '../../sandbox/sample-file.ts';
import { parseOptions } from '../parse-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `start --help`. */
export const HELP = `Usage: frameio-lambda start [options]

Runs the app of the current folder on this machine. Builds the Lambda bundles as for a deployment, with the CDK app that
cdk.json names (without cdk.json: a stack of the functions in functions/). Starts a local Frame.io and local versions of the
AWS services. Uploads a sample file and shows each step until the handlers have run. Needs no Frame.io or AWS account.
Then it watches the files of the functions: after a change, the next event runs the new code. Type r and Enter to upload
the last file again. If package.json has the script "start", \`npm start -- [options]\` is the same command.

  --once        upload a file, send a sample event for each further event that the app listens to, report what each handler
                did, and exit: 0 if every delivery was handled, 1 if a handler failed or a delivery was refused
  --mode <mode> inline: the endpoint runs the handlers, and the worker runs those that did not complete;
                queued: the worker runs all handlers (default: the deployment's mode)
  --file <name> name of the uploaded file, with its size in bytes if you like: Trailer.mov or Trailer.mov:1200000
                (default "${SAMPLE_FILE.name}")
  --webhook <p> construct path of the webhook to run, if the CDK app has several (default: the first one)
  --port <n>    preferred port of the local Frame.io; the endpoint prefers the next one (default 4400).
                If a port is busy, the system picks a free one
  --no-watch    do not load the functions again after a change of their files
  --inspect     let a debugger attach to each function, and stop at breakpoints in its sources. Time limits pause meanwhile
  --logs        also show the log of the framework, one line for each entry
  --fault <of>  simulate an outage of secrets-manager or frame.io, to see how an event survives it
  --state <dir> folder that stores files, comments, messages, idempotency records and the clock. They survive
                restarts, also after a kill (default ${DEFAULT_STATE_FOLDER}). With --once, nothing is stored
  --fresh       delete the stored state first
  --help        show this help

The file .env supplies the variables and the secrets that the app declares: CHANNEL=dailies for the variable CHANNEL,
SLACK_SECRET=<value> for the secret slack. They override the values of the stack.`;

const DEFAULT_PORT = 4_400;

/** A parsed command line of `start`. */
export interface StartOptions {
  readonly once: boolean;
  /** Whether to load the functions again after a change of their files. */
  readonly watch: boolean;
  /** Whether a debugger can attach to the functions. */
  readonly inspect: boolean;
  readonly logs: boolean;
  readonly fresh: boolean;
  readonly port: number;
  /** Path of the state folder. */
  readonly state: string;
  readonly fault: SandboxFault | undefined;
  readonly mode: DeliveryMode | undefined;
  /** The file to upload. */
  readonly file: NewFile;
  /** Construct path of the webhook. */
  readonly webhook: string | undefined;
}

/** Reads the arguments of `start`. @throws UsageError that names the wrong argument. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseOptions({
    args,
    options: {
      once: { type: 'boolean', default: false },
      'no-watch': { type: 'boolean', default: false },
      mode: { type: 'string' },
      file: { type: 'string' },
      webhook: { type: 'string' },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      inspect: { type: 'boolean', default: false },
      logs: { type: 'boolean', default: false },
      fault: { type: 'string' },
      state: { type: 'string', default: DEFAULT_STATE_FOLDER },
      fresh: { type: 'boolean', default: false },
    },
  });
  const { once, inspect, logs, fresh, state, webhook } = values;
  return {
    once,
    watch: !once && !values['no-watch'],
    inspect,
    logs,
    fresh,
    state,
    port: readPort(values.port),
    fault: readFault(values.fault),
    mode: readMode(values.mode),
    file: readFile(values.file),
    webhook,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_534) return port;
  throw new UsageError(`--port must be an integer from 0 to 65534, but is ${text}.`);
}

function readFault(text: string | undefined): SandboxFault | undefined {
  const fault = SANDBOX_FAULTS.find((known) => known === text);
  if (text === undefined || fault) return fault;
  throw new UsageError(`--fault must be ${SANDBOX_FAULTS.join(' or ')}, but is ${text}.`);
}

function readMode(text: string | undefined): DeliveryMode | undefined {
  try {
    return text === undefined ? undefined : readDeliveryMode(text);
  } catch (error) {
    throw error instanceof Error ? new UsageError(error.message, { cause: error }) : error;
  }
}

function readFile(text: string | undefined): NewFile {
  if (text === undefined) return SAMPLE_FILE;
  const [, name = '', size] = /^(.+?)(?::(\d+))?$/.exec(text) ?? [];
  if (name === '') throw new UsageError('--file must be the name of a file, but is empty.');
  return { name, fileSize: size === undefined ? SAMPLE_FILE.fileSize : Number(size) };
}
