import type { ForgeryName } from '../../sandbox/frameio/webhooks/forgeries.ts';
import { parseOptions } from '../parse-options.ts';
import { SANDBOX_HELP, SANDBOX_OPTIONS } from '../sandbox/find-sandbox.ts';
import { UsageError } from '../usage-error.ts';
import { FORGERY_HELP, readForgery } from './read-forgery.ts';
import { DEFAULT_SECRET_VARIABLE } from './read-secret.ts';

/** Output of `send --help`. */
export const HELP = `Usage: frameio-lambda send <event | action | event file> [options]

Sends a signed request of Frame.io: an event such as file.ready, a click on a custom action, or the request in an event file
such as events/file-ready.json. The running sandbox sends it, with the ids of its own resources, and shows what each handler
did. With --to, the command itself sends the request to any URL, once and without Frame.io's retries.

  --file <name|id>    file that the request is about (default: the first one; a new file for file.created,
                      file.upload.completed and file.ready). With --to, an id
  --times <n>         send n requests (1 to 100)
  --forge <how>       send requests that the endpoint must refuse (list below)
  --wait              wait until all handlers are done, also those that wait in the queue
  --as-is             send the body of an event file unchanged, with its ids
  --to <url>          send to this URL instead of the sandbox's endpoint
  --secret <name>     environment variable with the signing secret, also in .env; - reads the secret from standard input
                      (default: the sandbox's secret; with --to, ${DEFAULT_SECRET_VARIABLE})
  --account <id>      with --to: id of the account
  --json              print the deliveries as JSON
${SANDBOX_HELP}
  --help              show this help

${FORGERY_HELP}

Exit codes: 0 if the endpoint accepted every request (with --wait: if all handlers are done), or refused every forged one;
1 otherwise; 2 for a wrong command line.`;

/** A parsed command line of `send`. */
export interface SendOptions {
  /** Event, key of an action, or path of an event file. */
  readonly what: string;
  readonly file: string | undefined;
  readonly times: number;
  readonly forge: ForgeryName | undefined;
  readonly waits: boolean;
  readonly isAsIs: boolean;
  /** URL to send to; `undefined` for the sandbox. */
  readonly to: string | undefined;
  /** Name of the variable with the signing secret, or `-`. */
  readonly secret: string | undefined;
  readonly account: string | undefined;
  readonly json: boolean;
  readonly sandbox: string | undefined;
  readonly state: string | undefined;
}

/** Reads the arguments of `send`. @throws UsageError that says what is wrong. */
export function readSendOptions(args: readonly string[]): SendOptions {
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...SANDBOX_OPTIONS,
      file: { type: 'string' },
      times: { type: 'string', default: '1' },
      forge: { type: 'string' },
      wait: { type: 'boolean', default: false },
      'as-is': { type: 'boolean', default: false },
      to: { type: 'string' },
      secret: { type: 'string' },
      account: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [what, ...others] = positionals;
  if (what === undefined || others.length > 0) {
    throw new UsageError('Expected one event, action or event file, such as file.ready.');
  }
  const { file, wait: waits, to, secret, account, json, sandbox, state } = values;
  const times = Number(values.times);
  if (!(Number.isInteger(times) && times >= 1 && times <= 100)) {
    throw new UsageError(`--times must be an integer from 1 to 100, but is "${values.times}".`);
  }
  if (to !== undefined && !(/^https?:\/\//.test(to) && URL.canParse(to))) {
    throw new UsageError(`--to must be a URL that starts with http:// or https://, but is "${to}".`);
  }
  if (to !== undefined && waits) throw new UsageError('--wait works with the sandbox only: --to sees no handlers.');
  if (to === undefined && account !== undefined) throw new UsageError('--account requires --to.');
  const forge = readForgery(values.forge);
  return { what, file, times, forge, waits, isAsIs: values['as-is'], to, secret, account, json, sandbox, state };
}
