import { Comments } from './resources/comments.ts';
import { Files } from './resources/files.ts';
import { Users } from './resources/users.ts';
import { type TokenOption, tokenSourceFrom } from './token.ts';
import { Transport } from './transport.ts';

/** Settings of a `FrameioClient`. */
export interface FrameioClientOptions {
  /** Sent as bearer token: the token, a function that is called for each request, or a source that can renew it. */
  readonly token: TokenOption;
  /**
   * Where the API is, without `/v4`; plain `http` is allowed.
   * @default https://api.frame.io
   */
  readonly baseUrl?: string | undefined;
  /**
   * How long to wait for the whole answer to a call, in ms.
   * @default 60000
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * The Frame.io V4 API, one property per resource. Names and argument order are the official SDK's: the ids of the path,
 * then one object with the query and `data`, then the options of the call.
 */
export class FrameioClient {
  readonly comments: Comments;
  readonly files: Files;
  readonly users: Users;

  constructor({ token, baseUrl = 'https://api.frame.io', timeoutMs = 60_000 }: FrameioClientOptions) {
    const transport = new Transport({ token: tokenSourceFrom(token), baseUrl, timeoutMs });
    this.comments = new Comments(transport);
    this.files = new Files(transport);
    this.users = new Users(transport);
  }
}
