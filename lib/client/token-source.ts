/** Where requests get their bearer token from. */
export interface TokenSource {
  /** Without a promise around it where it is at hand. */
  get(): string | Promise<string>;
  /** Called after a 401: a token fetched anew, or the same one when there is no newer. */
  refresh(): string | Promise<string>;
}
