import { parseArgs } from 'node:util';
import { readDeliveryMode } from '../../cdk/delivery-mode.ts';
import { DEFAULT_STATE_FOLDER } from '../persistence/queue-addresses.ts';
import { SANDBOX_FAULTS } from '../sandbox.ts';

/** Output of `npm start -- --help`. */
export const HELP = `Usage: npm start -- [options]

Builds the Lambda bundles as for a deployment. Starts a local Frame.io, and the AWS services that the functions use.
Uploads a sample file and shows each step until your handler has run. Needs no Frame.io or AWS account.

  --once        upload one file and exit: 0 if a comment was posted on the file, otherwise 1
  --mode <mode> inline: the endpoint runs the handlers, and the worker runs those that did not complete;
                queued: the worker runs all handlers (default: the deployment's mode)
  --port <n>    preferred port of the local Frame.io; the endpoint prefers the next one (default 4400).
                If a port is busy, the system picks a free one
  --logs        show the logs of the functions
  --fault <of>  simulate an outage of secrets-manager or frame.io, to see how an event survives it
  --state <dir> folder that stores files, comments, messages, idempotency records and the clock. They survive
                restarts, also after a kill (default ${DEFAULT_STATE_FOLDER}). With --once, nothing is stored
  --fresh       delete the stored state first
  --help        show this help`;

const DEFAULT_PORT = 4_400;

/** Reads the options of `npm start`. @throws Error that names an invalid option. */
export function readStartOptions() {
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
  if (!Number.isInteger(port) || port < 0 || port > 65_534) {
    throw new Error(`--port must be an integer from 0 to 65534, but is ${values.port}.`);
  }
  const fault = SANDBOX_FAULTS.find((known) => known === values.fault);
  if (values.fault !== undefined && !fault) {
    throw new Error(`--fault must be ${SANDBOX_FAULTS.join(' or ')}, but is ${values.fault}.`);
  }
  const mode = values.mode === undefined ? undefined : readDeliveryMode(values.mode);
  return { ...values, port, fault, mode };
}
