/** Types of the package `frameio` 4.2, as far as its documentation shows them and the tests need them. */

/** Promise that a call returns. */
interface OfficialPromise<Body> extends Promise<Body> {
  withRawResponse(): Promise<{ data: Body; rawResponse: { headers: Headers; status: number } }>;
}

/** What a list call resolves to. */
interface OfficialPage<Item> extends AsyncIterable<Item> {
  data: Item[];
  response: { data: Item[]; links: { next: string | null } };
  hasNextPage(): boolean;
  getNextPage(): Promise<this>;
}

interface OfficialRequestOptions {
  timeoutInSeconds?: number;
  maxRetries?: number;
  abortSignal?: AbortSignal;
  headers?: Record<string, string | undefined>;
  queryParams?: Record<string, unknown>;
}

interface OfficialComment {
  id: string;
  text: string;
  timestamp: string | number | null;
}

/** Exchanges server-to-server credentials. */
export declare class ServerToServerAuth {
  constructor(options: { clientId: string; clientSecret: string });
  getToken(): Promise<string>;
}

/** The client. */
export declare class FrameioClient {
  readonly users: {
    show(options?: OfficialRequestOptions): OfficialPromise<{ data: { id: string; name: string; email: string } }>;
  };
  readonly files: {
    show(
      accountId: string,
      fileId: string,
      request?: { include?: string },
      options?: OfficialRequestOptions,
    ): OfficialPromise<{ data: { id: string; name: string; file_size: number } }>;
  };
  readonly comments: {
    create(
      accountId: string,
      fileId: string,
      request: { timestamp_as_timecode?: boolean; data: { text: string; timestamp?: string | number } },
      options?: OfficialRequestOptions,
    ): OfficialPromise<{ data: OfficialComment }>;
    index(accountId: string, fileId: string, request?: { page_size?: number }): Promise<OfficialPage<OfficialComment>>;
  };
  constructor(options: { token: string | (() => string | Promise<string>); environment?: string });
}
