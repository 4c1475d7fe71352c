import { API_PATHS } from '../../cdk/api-paths.ts';
import { parseOptions } from '../parse-options.ts';
import { UsageError } from '../usage-error.ts';

/** Output of `listen --help`. */
export const HELP = `Usage: frameio-lambda listen --url <public URL> [options]

Runs the app of the current folder on this machine for the real events of a Frame.io account. Registers a temporary webhook
for the events of the app, and deletes it at the end, also after Ctrl+C or an error. Frame.io must reach the URL: run a tunnel
that forwards it to the local port, and forward all paths. The handlers call the real Frame.io. Custom actions are not served.

  --url <url>        public URL of the tunnel. Without a path, the webhook gets ${API_PATHS.webhooks}
  --port <n>         local port to which the tunnel forwards (default 4401)
  --webhook <path>   construct path of the webhook to run, if the CDK app has several
  --json             print what the functions and handlers do as JSON, one event a line
  --help             show this help

The environment or the file .env has the account:
  FRAMEIO_TOKEN         access token
  FRAMEIO_ACCOUNT_ID    id of the account (default: the only one of the token's user)
  FRAMEIO_WORKSPACE_ID  id of the workspace (default: the only one of the account)
  FRAMEIO_BASE_URL      base URL of the API (default https://api.frame.io)

Exit codes: 0 after Ctrl+C, 1 for failure, also if the webhook could not be deleted, 2 for a wrong command line.`;

const DEFAULT_PORT = '4401';

/** A parsed command line of `listen`. */
export interface ListenOptions {
  /** URL to register. */
  readonly url: string;
  readonly port: number;
  /** Construct path of the webhook. */
  readonly webhook: string | undefined;
  readonly json: boolean;
}

/** Reads the arguments of `listen`. @throws UsageError that says what is wrong. */
export function readListenOptions(args: readonly string[]): ListenOptions {
  const { values } = parseOptions({
    args,
    options: {
      url: { type: 'string' },
      port: { type: 'string', default: DEFAULT_PORT },
      webhook: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { url: text, webhook, json } = values;
  if (text === undefined) throw new UsageError('Expected --url with the public URL of your tunnel.');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--url must be a URL that starts with https:// or http://, but is "${text}".`);
  }
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = API_PATHS.webhooks;
  const port = Number(values.port);
  if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw new UsageError(`--port must be an integer from 1 to 65535, but is ${values.port}.`);
  }
  return { url: url.href, port, webhook, json };
}
