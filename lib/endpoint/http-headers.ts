/** The headers of one request, looked up without regard to case, and only when somebody asks. */
export class HttpHeaders {
  readonly #source: Readonly<Record<string, unknown>>;

  /** @param source - Names to a text, or to a list of them; what is neither is left out. */
  constructor(source: Readonly<Record<string, unknown>>) {
    this.#source = source;
  }

  /**
   * A header's value. One that was sent more than once holds every value, joined by a comma, so that a second signature
   * does not hide behind the first.
   *
   * @param name - In lower case, as API Gateway (payload v2) and function URLs have it.
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
