/** Headers of one request. Names are case-insensitive. */
export class HttpHeaders {
  readonly #source: Readonly<Record<string, unknown>>;

  /** @param source - Maps each name to a value or a list of values. Other values are ignored. */
  constructor(source: Readonly<Record<string, unknown>>) {
    this.#source = source;
  }

  /**
   * Returns the value of a header. If the header is repeated, returns every value, joined by a comma, so that a second
   * signature cannot hide behind the first.
   *
   * @param name - Name in lower case.
   */
  get(name: string): string | undefined {
    const exact = this.#source[name];
    if (typeof exact === 'string') return exact;
    const values = Object.keys(this.#source)
      .filter((candidate) => candidate.toLowerCase() === name)
      .flatMap((candidate) => this.#source[candidate])
      .filter((value) => typeof value === 'string');
    return values.length === 0 ? undefined : values.join(',');
  }
}
