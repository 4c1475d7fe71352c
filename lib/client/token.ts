import { ConfigError } from '../errors.ts';

/** Where requests get their bearer token from. */
export interface TokenSource {
  get(): Promise<string>;
  /** Called after a 401: a token fetched anew, or the same one when there is no newer. */
  refresh(): Promise<string>;
}

/** A token as a user may give it: the text, a function called for each request, or a source. */
export type TokenOption = string | (() => string | Promise<string>) | TokenSource;

/** The source behind a client's option. What it gives can be sent in a header, or it is an error that says so. */
export function tokenSourceFrom(option: TokenOption): TokenSource {
  const source = typeof option === 'object' ? option : callable(option);
  return {
    get: async () => sendable(await source.get()),
    refresh: async () => sendable(await source.refresh()),
  };
}

function callable(option: string | (() => string | Promise<string>)): TokenSource {
  const get = async () => (typeof option === 'function' ? await option() : option);
  return { get, refresh: get };
}

function sendable(text: string): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigError('The token for the Frame.io API is empty or holds characters no token has: check its source.');
}
