import { type ParseArgsConfig, parseArgs, types } from 'node:util';
import { closestNames } from './closest-names.ts';
import { UsageError } from './usage-error.ts';

/** Value of `--sandbox` without an address: the sandbox that runs in this folder. */
export const LOCAL_SANDBOX = 'local';

/**
 * Parses options like `parseArgs` of Node.js. `--sandbox` needs no address after it.
 *
 * @throws UsageError for a wrong argument.
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    const { args } = config;
    return parseArgs(args ? { ...config, args: withSandboxAddress(args) } : config);
  } catch (error) {
    if (!isParseError(error)) throw error;
    throw new UsageError(`${firstSentence(error.message)}${suggestion(error.message, config)}`, { cause: error });
  }
}

function withSandboxAddress(args: readonly string[]): string[] {
  const isBare = (arg: string, next = '') => arg === '--sandbox' && !ADDRESS.test(next);
  return args.map((arg, index) => (isBare(arg, args[index + 1]) ? `--sandbox=${LOCAL_SANDBOX}` : arg));
}

/** A text that a user means as an address. It may lack the protocol: then `findSandbox` explains what to write. */
const ADDRESS = /^local(host)?\b|:\/\/|:\d+$/;

function isParseError(error: unknown): error is Error {
  return types.isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** Node.js explains at length how to pass a positional argument that starts with `-`. */
function firstSentence(message: string): string {
  return `${message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`;
}

function suggestion(message: string, { options = {} }: ParseArgsConfig): string {
  const [, unknown] = /^Unknown option '--([^']+)'/.exec(message) ?? [];
  const closest = unknown === undefined ? [] : closestNames(unknown, [...Object.keys(options), 'help']);
  return closest.length === 0 ? '' : ` Did you mean ${closest.map((name) => `--${name}`).join(' or ')}?`;
}
