/** What is known of the official SDK's types (`frameio` 4.2), as far as the examples use them. */
interface HttpResponsePromise<Body> extends Promise<Body> {
  withRawResponse(): Promise<{ readonly data: Body; readonly rawResponse: { readonly headers: Headers } }>;
}

interface RequestOptions {
  readonly timeoutInSeconds?: number;
  readonly maxRetries?: number;
  readonly abortSignal?: AbortSignal;
  readonly headers?: Record<string, string>;
}

interface File {
  id: string;
  name: string;
  file_size: number;
}

export declare class ServerToServerAuth {
  constructor(options: { clientId: string; clientSecret: string });
  getToken(): Promise<string>;
}

export declare class FrameioClient {
  constructor(options: { token: string | (() => string | Promise<string>); environment?: string });
  readonly users: {
    show(options?: RequestOptions): HttpResponsePromise<{ data: { id: string; name: string; email: string } }>;
  };
  readonly files: {
    show(
      accountId: string,
      fileId: string,
      request?: { include?: string },
      options?: RequestOptions,
    ): HttpResponsePromise<{ data: File }>;
  };
  readonly comments: {
    create(
      accountId: string,
      fileId: string,
      request: { timestamp_as_timecode?: boolean; data: { text: string; timestamp?: number } },
      options?: RequestOptions,
    ): HttpResponsePromise<{ data: { id: string; text: string } }>;
  };
}
