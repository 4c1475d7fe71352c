/** Headers of a request or a response. Names are in lower case. */
export type ApiHeaders = Readonly<Record<string, string>>;

/** A response of Frame.io: the body with its status and headers. */
export interface ApiResponse<Body> {
  /** The body, which is also what `await` of the call returns. */
  readonly data: Body;
  readonly status: number;
  readonly headers: ApiHeaders;
}

/** Promise that every call returns. It resolves to the body, and can also return the complete response. */
export interface ApiPromise<Body> extends Promise<Body> {
  /** Returns body, status and headers of the same call. It sends no further request. */
  withRawResponse(): Promise<ApiResponse<Body>>;
}

/** Turns the promise of a response into a promise of its body. */
export function apiPromise<Body>(response: Promise<ApiResponse<Body>>): ApiPromise<Body> {
  const body = response.then(({ data }) => data);
  return Object.assign(body, {
    withRawResponse: () => {
      // The caller handles a rejection of `response`; the same rejection of `body` must not count as unhandled.
      body.catch(() => undefined);
      return response;
    },
  });
}
