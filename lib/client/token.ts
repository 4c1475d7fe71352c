import type { Clock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import { ServerToServerAuth, type ServerToServerOptions } from './server-to-server.ts';
import type { TokenSource } from './token-source.ts';

/**
 * A token as a user may give it: the text, a function called for each request, a source that can renew it, or
 * server-to-server credentials.
 */
export type TokenOption = string | (() => string | Promise<string>) | TokenSource | ServerToServerOptions;

/**
 * The source behind a client's option. What it gives can be sent in a header, or it is an error that says so.
 *
 * @param clock - For credentials that have none of their own.
 */
export function tokenSourceFrom(option: TokenOption, clock: Clock): TokenSource {
  const source = sourceOf(option, clock);
  return {
    get: () => {
      const given = source.get();
      return typeof given === 'object' && given !== null ? given.then(sendable) : sendable(given);
    },
    refresh: async () => sendable(await source.refresh()),
  };
}

function sourceOf(option: TokenOption, clock: Clock): TokenSource {
  if (typeof option === 'object') {
    return 'clientId' in option ? new ServerToServerAuth({ ...option, clock: option.clock ?? clock }) : option;
  }
  const get = () => (typeof option === 'function' ? option() : option);
  return { get, refresh: async () => await get() };
}

function sendable(text: unknown): string {
  const token = typeof text === 'string' ? text.trim() : '';
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigError('The token for the Frame.io API is empty or holds characters no token has: check its source.');
}
