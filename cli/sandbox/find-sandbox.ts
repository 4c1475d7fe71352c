import { DEFAULT_STATE_FOLDER } from '../../sandbox/persistence/queue-addresses.ts';
import { readSandboxAddress } from '../../sandbox/persistence/sandbox-address.ts';
import { LOCAL_SANDBOX } from '../parse-options.ts';
import { UsageError } from '../usage-error.ts';
import { SandboxClient } from './sandbox-client.ts';

/** The options of a command that locate the sandbox, for `parseOptions`. */
export const SANDBOX_OPTIONS = { sandbox: { type: 'string' }, state: { type: 'string' } } as const;

/** Help for these options. */
export const SANDBOX_HELP = `  --sandbox [url]     sandbox at this address (default: the one that \`npm start\` runs in this folder)
  --state <dir>       state folder of the sandbox, if it was started with --state (default ${DEFAULT_STATE_FOLDER})`;

/** Where a sandbox listens if no other program does. */
const DEFAULT_URL = 'http://127.0.0.1:4400';

/** Names a running sandbox. */
export interface SandboxOptions {
  /** Its address. `local` and no address stand for the sandbox with this state folder. */
  readonly sandbox?: string | undefined;
  readonly state?: string | undefined;
}

/** Returns a client for the sandbox that the options name, or that runs in this folder. */
export function findSandbox({ sandbox = LOCAL_SANDBOX, state = DEFAULT_STATE_FOLDER }: SandboxOptions): SandboxClient {
  if (sandbox === LOCAL_SANDBOX) return new SandboxClient(readSandboxAddress(state) ?? DEFAULT_URL);
  if (!/^https?:\/\//.test(sandbox) || !URL.canParse(sandbox)) {
    throw new UsageError(`--sandbox must be a URL such as ${DEFAULT_URL}, but is "${sandbox}".`);
  }
  return new SandboxClient(sandbox);
}
