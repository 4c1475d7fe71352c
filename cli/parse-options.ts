import { type ParseArgsConfig, parseArgs, types } from 'node:util';
import { closestNames } from './closest-names.ts';
import { UsageError } from './usage-error.ts';

/** Parses options like `parseArgs` of Node.js. @throws UsageError for a wrong argument. */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!isParseError(error)) throw error;
    throw new UsageError(`${firstSentence(error.message)}${suggestion(error.message, config)}`, { cause: error });
  }
}

function isParseError(error: unknown): error is Error {
  return types.isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** Node.js explains at length how to pass a positional argument that starts with `-`. */
function firstSentence(message: string): string {
  return `${message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`;
}

function suggestion(message: string, { options = {} }: ParseArgsConfig): string {
  const [, unknown] = /^Unknown option '--([^']+)'/.exec(message) ?? [];
  const closest = unknown === undefined ? [] : closestNames(unknown, Object.keys(options));
  return closest.length === 0 ? '' : ` Did you mean ${closest.map((name) => `--${name}`).join(' or ')}?`;
}
