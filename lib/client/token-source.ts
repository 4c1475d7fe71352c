/** Where requests get their bearer token from. */
export interface TokenSource {
  get(): Promise<string>;
  /** Called after a 401: a token fetched anew, or the same one when there is no newer. */
  refresh(): Promise<string>;
}
