import { type ParseArgsConfig, parseArgs, types } from 'node:util';
import { UsageError } from './usage-error.ts';

/** Parses options like `parseArgs` of Node.js. @throws UsageError for a wrong argument. */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (isParseError(error)) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function isParseError(error: unknown): error is Error {
  return types.isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
