/** Where requests get their bearer token from. */
export interface TokenSource {
  get(): Promise<string>;
  /** Called after a 401: a token fetched anew, or the same one when there is no newer. */
  refresh(): Promise<string>;
}

/** A token as a user may give it: the text, a function called for each request, or a source. */
export type TokenOption = string | (() => string | Promise<string>) | TokenSource;

/** The source behind a client's option. */
export function tokenSourceFrom(option: TokenOption): TokenSource {
  if (typeof option === 'object') return option;
  const get = async () => (typeof option === 'function' ? await option() : option).trim();
  return { get, refresh: get };
}
