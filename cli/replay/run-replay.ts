import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { findSandbox, SANDBOX_HELP, SANDBOX_OPTIONS } from '../sandbox/find-sandbox.ts';
import { launchDeliveries } from '../sandbox/launch-deliveries.ts';
import { FORGERY_HELP, readForgery } from '../send/read-forgery.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: frameio-lambda replay <delivery> [options]

Sends a delivery of the running sandbox again: the same body with a new timestamp and signature. The handlers run again, also
those that completed. \`deliveries\` lists the ids; the first digits of an id are enough.

  --exact             send exactly the same request, with the same timestamp. The app takes it for a repetition: completed
                      handlers do not run again, and after 300 seconds the endpoint refuses it
  --forge <how>       send a request that the endpoint must refuse (list below)
  --wait              wait until all handlers are done
  --json              print the delivery as JSON
${SANDBOX_HELP}
  --help              show this help

${FORGERY_HELP}

Exit codes: 0 if the endpoint accepted the delivery (with --wait: if all handlers are done), or refused a forged one;
1 otherwise; 2 for a wrong command line.`;

/** Runs `replay` with these arguments and returns the exit code. */
export async function runReplay(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...SANDBOX_OPTIONS,
      exact: { type: 'boolean', default: false },
      forge: { type: 'string' },
      wait: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw new UsageError('Expected the id of one delivery.');
  const { exact, wait: waits, json, state: statePath } = values;
  const forge = readForgery(values.forge);
  const client = findSandbox(values);
  const body = { exact, ...(forge && { forge }) };
  const path = `/sandbox/deliveries/${encodeURIComponent(id)}/replay`;
  return await launchDeliveries(client, () => client.post(path, body), { waits, json, statePath });
}
