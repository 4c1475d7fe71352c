/** Source of the bearer token of requests. */
export interface TokenSource {
  /** Returns the token. The client calls it for every request. */
  get(): string | Promise<string>;
  /** Returns a new token, or the same one if there is no newer. The client calls it after a 401. */
  refresh(): string | Promise<string>;
}
