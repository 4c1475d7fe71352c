/** Headers of an answer, with names in lower case. */
export type ApiHeaders = Readonly<Record<string, string>>;

/** An answer of Frame.io with what came around the body. */
export interface ApiResponse<Body> {
  /** The body, which is what the call by itself resolves to. */
  readonly data: Body;
  readonly status: number;
  readonly headers: ApiHeaders;
}

/** What every call returns: the body, or with `withRawResponse()` the whole answer. */
export interface ApiPromise<Body> extends Promise<Body> {
  /** Status and headers too. It is the same call: nothing is sent again. */
  withRawResponse(): Promise<ApiResponse<Body>>;
}

/** Makes the promise of a body from the promise of the answer around it. */
export function apiPromise<Body>(response: Promise<ApiResponse<Body>>): ApiPromise<Body> {
  const body = response.then(({ data }) => data);
  return Object.assign(body, {
    withRawResponse: () => {
      body.catch(() => undefined); // whoever asked for the answer is told there, and only there
      return response;
    },
  });
}
