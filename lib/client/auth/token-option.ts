import type { Clock } from '../../core/clock.ts';
import { ConfigError } from '../../core/errors.ts';
import { rememberToken } from '../../observability/known-secrets.ts';
import { ServerToServerAuth, type ServerToServerOptions } from './server-to-server-auth.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Token option of a client: the token itself, a function that returns it, a source that can renew it, or
 * server-to-server credentials. The client calls the function for every request.
 */
export type TokenOption = string | (() => string | Promise<string>) | TokenSource | ServerToServerOptions;

/**
 * Returns the token source for a client's option. The source rejects with a ConfigError if the token cannot be sent in
 * a header.
 *
 * @param clock - Clock for credentials that have none of their own.
 */
export function tokenSourceFrom(option: TokenOption, clock: Clock): TokenSource {
  const source = sourceOf(option, clock);
  return {
    get: async () => checkToken(await source.get()),
    refresh: async () => checkToken(await source.refresh()),
  };
}

function sourceOf(option: TokenOption, clock: Clock): TokenSource {
  if (typeof option === 'object') {
    return 'clientId' in option ? new ServerToServerAuth({ ...option, clock: option.clock ?? clock }) : option;
  }
  const get = () => (typeof option === 'function' ? option() : option);
  return { get, refresh: get };
}

/** The option may come from JavaScript, so the value may be anything. */
function checkToken(value: unknown): string {
  const token = typeof value === 'string' ? value.trim() : '';
  if (/^[\x21-\x7e]+$/.test(token)) {
    rememberToken(token);
    return token;
  }
  throw new ConfigError(
    'The token for the Frame.io API is empty or contains characters that no token has: check where it comes from.',
  );
}
